import { expect, test } from 'vitest';
import { eventLines } from '../../src/cli/view/event-lines.js';
import { renderRun } from '../../src/cli/view/render-run.js';
import { controlOf } from '../../src/domain/run-control.js';
import { exampleSnapshot, exampleTrial, startedAt } from './snapshot-example.js';

const nowMs = startedAt.getTime() + 36 * 60_000;

test.each([[40], [60], [80], [120]])('the live region at %i columns', (width) => {
  const lines = renderRun(exampleSnapshot, width, 40, nowMs);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  expect(lines.map((line) => line.replace(/ends \d\d:\d\d/, 'ends 14:00')).join('\n')).toMatchSnapshot();
});

test('the live region never fills the terminal', () => {
  expect(renderRun(exampleSnapshot, 80, 10, nowMs).length).toBeLessThanOrEqual(8);
});

test('a paused run says so, and pauses count neither as spent nor towards its end', () => {
  const pauses = [{ fromMs: nowMs - 6 * 60_000, toMs: null }];
  const paused = { ...controlOf(exampleSnapshot.run.plan), paused: true, pauses, budgetSeconds: 7200 };
  const line = renderRun(exampleSnapshot, 100, 40, nowMs, paused)[1];
  expect(line).toMatch(/^Paused .* 25% {2}30m00s of 2h00m$/);
});

test('scores within the spread of the best are called a tie', () => {
  const trials = [exampleTrial(0, 'lightgbm', [0.8, 0.9]), exampleTrial(1, 'linear', [0.8, 0.88])];
  const text = renderRun({ ...exampleSnapshot, trials }, 100, 40, nowMs).join('\n');
  expect(text).toMatch(/linear #1.*tie/);
});

test('event lines say what is new and nothing twice', () => {
  const first = eventLines(null, exampleSnapshot);
  expect(first.join('\n')).toMatchSnapshot();
  expect(eventLines(exampleSnapshot, exampleSnapshot)).toEqual([]);
  const better = {
    ...exampleSnapshot,
    trials: [...exampleSnapshot.trials, exampleTrial(4, 'lightgbm', [0.9])],
  };
  expect(eventLines(exampleSnapshot, better)).toEqual([
    'new best  0.90000 lightgbm #4 (was 0.83710, lightgbm #0)',
  ]);
});
