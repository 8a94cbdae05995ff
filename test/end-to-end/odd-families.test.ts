import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/cli/run-report.js';
import { packageRoot } from '../../src/package-root.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';

let podium: PodiumCommand;
beforeAll(async () => {
  podium = await podiumCommand({
    PODIUM_FAMILIES: join(packageRoot, 'test', 'fixtures', 'odd-families.mjs'),
    PODIUM_TRAINER_MEMORY_MB: '600',
  });
});
afterAll(() => podium.down());

interface Leaderboard {
  readonly trials: readonly {
    readonly family: string;
    readonly state: string;
    readonly failure: string | null;
    readonly failureType: string | null;
    readonly halfBatch: boolean;
    readonly foldNotes: readonly (string | null)[];
  }[];
}

test('fits that crash, hang, leak or return NaN end with a reason each, and the run on time', async () => {
  const families = ['linear', 'hungry', 'starving', 'not-a-number', 'crash', 'hang', 'deaf', 'leak'];
  const end = await podium.run([
    ...['run', join(packageRoot, 'examples', 'titanic'), '--families', families.join(',')],
    ...['--budget', '60s', '--json'],
  ]);
  expect(end.stderr).not.toContain('✖');
  expect(end.code).toBe(0);
  const report = JSON.parse(end.stdout) as RunReport;
  expect(report.rows).toBe(418);
  expect(report.seconds).toBeLessThan(63);

  const { stdout } = await podium.run(['leaderboard', report.run, '--json']);
  const { trials } = JSON.parse(stdout) as Leaderboard;
  const failures = (family: string): readonly string[] =>
    trials
      .filter((trial) => trial.family === family && trial.state === 'failed')
      .map(({ failure }) => failure ?? '');
  expect(failures('not-a-number')[0]).toBe('prediction 0 is NaN');
  expect(failures('crash')[0]).toContain('the trainer process ended (signal SIGABRT)');
  expect(failures('hang')[0]).toContain('longer than its limit of 15 s');
  expect(failures('deaf')[0]).toContain('longer than its limit of 15 s');
  expect(failures('leak')[0]).toContain('more than its cap of 600 MB');
  expect(failures('starving')[0]).toContain(
    'it ran out of memory: OOM when allocating tensor with shape[48,512]',
  );
  const types = (family: string) => trials.find((each) => each.family === family)?.failureType;
  expect(['not-a-number', 'crash', 'hang', 'deaf', 'leak', 'starving'].map(types)).toEqual([
    ...['NotFinite', 'TrainerLost', 'Hang', 'Hang', 'OutOfMemory', 'OutOfMemory'],
  ]);
  const fed = trials.find(({ family, state }) => family === 'hungry' && state === 'finished');
  expect(fed?.halfBatch).toBe(true);
  expect(new Set(fed?.foldNotes)).toEqual(
    new Set(['trained with batch 32 in place of 64 after running out of memory']),
  );
  expect(trials.filter(({ state }) => state === 'running')).toEqual([]);
  expect(trials.some(({ family, state }) => family === 'linear' && state === 'finished')).toBe(true);
}, 150_000);
