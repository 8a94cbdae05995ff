import { expect, onTestFinished, test } from 'vitest';
import { problemsOf, runChaos } from './chaos-run.js';
import { testBuild } from './test-build.js';

test('a run with kills of every kind finds what the same run left alone finds', async () => {
  const options = { kills: 7, trials: 16, families: 'linear', parallelism: 1, seed: 'short' };
  const report = await runChaos({ ...options, say: () => undefined });
  expect(problemsOf(report, options.trials)).toEqual([]);
  expect(Object.values(report.kills).every((count) => count > 0)).toBe(true);
  expect(report.racedOut).toBeGreaterThan(0);
  expect(report.folds.attempts).toBeGreaterThan(report.folds.finished);
}, 240_000);

test('a build that does not commit folds is found out', async () => {
  const build = await testBuild('commit');
  onTestFinished(build.remove);
  const options = { kills: 1, trials: 2, families: 'linear', parallelism: 1, seed: 'flaw' };
  const report = await runChaos({ ...options, root: build.root, say: () => undefined });
  expect(problemsOf(report, options.trials)).toContain('0 of 10 folds finished');
}, 120_000);
