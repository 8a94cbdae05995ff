import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunReport } from '../../src/cli/run-report.js';
import { packageRoot } from '../../src/package-root.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';

const titanic = join(packageRoot, 'examples', 'titanic');

let podium: PodiumCommand;
beforeAll(async () => {
  podium = await podiumCommand();
  await podium.run(['up']);
});
afterAll(() => podium.down());

async function json(...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const end = await podium.run([...args, '--json']);
  expect(end.stderr).not.toContain('✖');
  return JSON.parse(end.stdout) as Readonly<Record<string, unknown>>;
}

async function trials(run: string): Promise<readonly { readonly state: string }[]> {
  return (await json('leaderboard', run))['trials'] as readonly { readonly state: string }[];
}

test('a live run is paused, changed, resumed and stopped from the command line, and leaves a submission', async () => {
  const started = await json('run', titanic, '--budget', '5m', '--families', 'linear,lightgbm', '--detach');
  const run = started['run'] as string;
  expect((await podium.run(['events'])).stderr).toContain(`Using ${run}`); // every command knows it already
  let scored = (): void => undefined;
  const firstScore = new Promise<void>((resolve) => (scored = resolve));
  const watching = podium.run(['watch', run, '--json'], (text) => {
    if (text.includes('new best')) scored();
  });
  const early = watching.then(({ stderr }) => Promise.reject(new Error(`the watch ended: ${stderr}`)));
  await Promise.race([firstScore, early]);
  early.catch(() => undefined);

  expect(await json('pause', run)).toMatchObject({ run, paused: true, stopping: false, budgetSeconds: 300 });
  await vi.waitFor(
    async () => {
      expect((await trials(run)).filter(({ state }) => state === 'running')).toEqual([]);
    },
    { timeout: 30_000, interval: 500 },
  );
  const during = (await trials(run)).length;
  expect(await json('parallelism', '1', run)).toMatchObject({ parallelism: 1 });
  expect(await json('extend', run, '--budget', '10m')).toMatchObject({ paused: true, budgetSeconds: 600 });
  const refused = await podium.run(['extend', run, '--budget', '1m']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('60 is less than the 600 of the run');
  const notRunning = await podium.run(['skip', '0', run]);
  expect(notRunning.code).toBe(2);
  expect(notRunning.stderr).toContain('trial 0 is finished');
  expect(await trials(run)).toHaveLength(during);

  expect(await json('resume', run)).toMatchObject({ paused: false });
  await vi.waitFor(async () => expect((await trials(run)).length).toBeGreaterThan(during), {
    timeout: 15_000,
    interval: 500,
  });
  expect(await json('stop', run)).toMatchObject({ stopping: true });

  const watched = await watching;
  expect(watched.code).toBe(0);
  expect(watched.stderr).toContain(' paused');
  const report = JSON.parse(watched.stdout) as RunReport;
  expect(report).toMatchObject({ run, status: 'finished', rows: 418 });
  expect(report.seconds).toBeLessThan(150);
  expect((await readFile(report.submission ?? '', 'utf8')).trim().split('\n')).toHaveLength(419);
  expect((await trials(run)).filter(({ state }) => state === 'running')).toEqual([]);

  const late = await podium.run(['pause', run]);
  expect(late.code).toBe(2);
  expect(late.stderr).toContain('the run is over');
}, 300_000);

test('a stop before any trial is finished ends with 1 and says so', async () => {
  const ended = podium.run([
    'run',
    titanic,
    '--families',
    'residual-mlp',
    '--budget',
    '5m',
    '--name',
    'early',
  ]);
  await vi.waitFor(
    async () => {
      const end = await podium.run(['stop', 'early', '--json']);
      expect(end.code).toBe(0);
    },
    { timeout: 30_000, interval: 200 },
  );
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toContain('stopped before any trial was finished');
}, 90_000);
