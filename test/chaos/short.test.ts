import { expect, test } from 'vitest';
import { problemsOf, runChaos } from './chaos-run.js';

test('a run with kills of every kind finds what the same run left alone finds', async () => {
  const options = { kills: 7, trials: 10, families: 'linear', parallelism: 1, seed: 'short' };
  const report = await runChaos({ ...options, say: () => undefined });
  expect(problemsOf(report, options.trials)).toEqual([]);
  expect(Object.values(report.kills).every((count) => count > 0)).toBe(true);
  expect(report.folds.attempts).toBeGreaterThan(report.folds.finished);
}, 240_000);
