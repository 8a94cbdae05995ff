import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/cli/duration.js';

test.each([
  ['90', 90],
  ['90s', 90],
  ['3m', 180],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['2d', 172_800],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each(['', 'soon', '3 x', '-5m', '5mm', 'm'])('"%s" is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow('A duration is needed');
});

test.each([
  [0.41, '0.4s'],
  [9.97, '10s'],
  [61, '1m01s'],
  [3599.6, '1h00m'],
  [7260, '2h01m'],
])('%d seconds are shown as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
