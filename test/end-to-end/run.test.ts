import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport } from '../../src/cli/run-report.js';
import { installedNative } from '../../src/native/installed.js';
import { packageRoot } from '../../src/package-root.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';

const titanic = join(packageRoot, 'examples', 'titanic');
const execute = promisify(execFile);

let podium: PodiumCommand;
beforeAll(async () => {
  podium = await podiumCommand();
});
afterAll(() => podium.down());

interface Leaderboard {
  readonly trials: readonly {
    readonly family: string;
    readonly state: string;
    readonly score: number | null;
    readonly foldScores: readonly number[];
    readonly seconds: number | null;
  }[];
  readonly ensemble: { readonly estimate: number };
}

interface Addresses {
  readonly temporal: { readonly address: string };
  readonly postgres: { readonly address: string };
}

async function addresses(): Promise<Addresses> {
  return JSON.parse((await podium.run(['up', '--json'])).stdout) as Addresses;
}

test('one command searches, blends and leaves a submission that the sample would accept', async () => {
  const end = await podium.run(['run', titanic, '--budget', '45s', '--json']);
  expect(end.stderr).not.toContain('✖');
  expect(end.code).toBe(0);
  const report = JSON.parse(end.stdout) as RunReport;
  expect(report).toMatchObject({ status: 'finished', metric: 'accuracy', direction: 'max', rows: 418 });
  expect(report.seconds).toBeLessThan(46);
  expect(report.ensemble?.estimate).toBeGreaterThan(0.78);

  const lines = (await readFile(report.submission ?? '', 'utf8')).trim().split('\n');
  expect(lines[0]?.trim()).toBe('PassengerId,Survived');
  expect(lines).toHaveLength(419);
  expect(lines[1]).toMatch(/^892,[01]\s*$/);

  const board = JSON.parse((await podium.run(['leaderboard', report.run, '--json'])).stdout) as Leaderboard;
  const finished = board.trials.filter(({ state }) => state === 'finished');
  expect(new Set(finished.map(({ family }) => family))).toEqual(
    new Set(['lightgbm', 'linear', 'residual-mlp', 'searched-mlp']),
  );
  for (const trial of finished) {
    expect(trial.foldScores).toHaveLength(5);
    expect(trial.score).toBeCloseTo(trial.foldScores.reduce((a, b) => a + b, 0) / 5, 10);
  }
  expect(board.ensemble.estimate).toBe(report.ensemble?.estimate);

  const { postgres } = await addresses();
  const password = await readFile(join(podium.home, 'postgres-password'), 'utf8');
  const url = new URL(postgres.address.includes('://') ? postgres.address : `postgres://${postgres.address}`);
  const client = new pg.Client({
    host: url.hostname,
    port: Number(url.port),
    user: 'podium',
    password,
    database: 'podium',
  });
  await client.connect();
  const { rows } = await client.query<{ family: string; score: number }>(
    'select family, score::float8 from trials where run_id = $1 and score is not null',
    [report.run],
  );
  await client.end();
  const byName = (a: { family: string; score: number | null }, b: typeof a): number =>
    a.family.localeCompare(b.family) || (a.score ?? 0) - (b.score ?? 0);
  expect([...rows].sort(byName)).toEqual(
    finished.map(({ family, score }) => ({ family, score })).sort(byName),
  );
}, 150_000);

test('Ctrl-C leaves the run going; watch comes back to it', async () => {
  let pressed = false;
  let pressedMs = NaN;
  const left = await podium.run(['run', titanic, '--budget', '20s', '--trials', '3'], (text, signal) => {
    if (pressed || !text.includes('started')) return;
    pressed = true;
    setTimeout(() => {
      pressedMs = Date.now();
      signal('SIGINT');
    }, 1000);
  });
  expect(Date.now() - pressedMs).toBeLessThan(3_000);
  expect(left.code).toBe(130);
  expect(left.stderr).toContain('goes on');
  const back = await podium.run(['watch', '--json']);
  expect(back.code).toBe(0);
  expect((JSON.parse(back.stdout) as RunReport).trials.finished).toBe(3);
}, 120_000);

test('temporal workflow start alone runs a competition and refuses a wrong one at once', async () => {
  const { temporal } = await addresses();
  const start = async (id: string, input: unknown): Promise<string> => {
    const args = ['--address', temporal.address, '--workflow-id', id];
    const common = ['--type', 'competition', '--task-queue', 'podium', '--input', JSON.stringify(input)];
    await execute(installedNative().temporal, ['workflow', 'start', ...args, ...common]);
    const { stdout } = await execute(installedNative().temporal, [
      ...['workflow', 'result', ...args, '-o', 'json'],
    ]).catch((error: unknown) => error as { stdout: string });
    return stdout;
  };
  const done = await start('from-the-cli', { path: titanic, budgetSeconds: 20, maxTrials: 2 });
  expect(done).toContain('"COMPLETED"');
  const refused = await start('refused', { path: 1 });
  expect(refused).toContain('"FAILED"');
  expect(refused).toContain('path');
  expect(refused).toContain('InvalidInput');
}, 120_000);

test.each([
  [['run', 'no-such-folder'], 'no-such-folder'],
  [['run', titanic, '--metric', 'acuracy'], 'accuracy'],
  [['run', titanic, '--budget', '0'], 'budget'],
  [['run', titanic, '--target', 'Survivd'], 'Survived'],
  [['leaderboard', 'nothing-like-it'], 'nothing-like-it'],
  [['rnu'], 'run'],
])('podium %j ends with 2 and says what helps', async (args, word) => {
  const end = await podium.run(args);
  expect(end.code).toBe(2);
  expect(end.stderr).toContain('✖');
  expect(end.stderr).toContain(word);
  expect(end.stderr).not.toMatch(/\n\s+at /);
  expect(end.stdout).toBe('');
});
