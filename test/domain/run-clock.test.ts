import { expect, test } from 'vitest';
import { downMsOf } from '../../src/domain/run-clock.js';

const gaps = [
  { fromMs: 100, toMs: 200 },
  { fromMs: 500, toMs: 1000 },
];

test.each([
  ['all gaps count', [], 0, 600],
  ['what was before does not', [], 150, 550],
  ['a gap that was over before does not', [], 300, 500],
  ['a pause in a gap counts once, as a pause', [{ fromMs: 600, toMs: 700 }], 0, 500],
  ['a pause over both ends of a gap', [{ fromMs: 50, toMs: 250 }], 0, 500],
  ['a pause that goes on', [{ fromMs: 900, toMs: null }], 0, 500],
  ['a pause between gaps changes nothing', [{ fromMs: 300, toMs: 400 }], 0, 600],
])('%s', (_, pauses, fromMs, expected) => {
  expect(downMsOf(gaps, pauses, fromMs)).toBe(expected);
});
