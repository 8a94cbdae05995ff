import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { RunReport } from '../../src/cli/run-report.js';
import { packageRoot } from '../../src/package-root.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { connectToTestTemporal } from '../temporal.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';
import { startWorkerProcess } from './worker-process.js';

const run = [
  ...['run', join(packageRoot, 'examples', 'titanic'), '--families', 'linear', '--trials', '1'],
  ...['--folds', '2', '--budget', '20s', '--parallelism', '1', '--json'],
];

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
beforeAll(async () => {
  [environment, database] = await Promise.all([connectToTestTemporal(), createTestDatabase()]);
});
afterAll(async () => {
  await database.drop();
  await environment.teardown();
});

/** Temporal by a profile file, as its own command line keeps them. */
async function profile(): Promise<Record<string, string>> {
  const file = join(await mkdtemp(join(tmpdir(), 'podium-test-profile-')), 'temporal.toml');
  onTestFinished(() => rm(dirname(file), { recursive: true }));
  const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '' } = servers();
  await writeFile(file, `[profile.ours]\naddress = "${address}"\nnamespace = "${namespace}"\n`);
  return { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'ours', DATABASE_URL: database.url };
}

const servers = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  TEMPORAL_ADDRESS: inject('temporalAddress'),
  TEMPORAL_NAMESPACE: environment.namespace ?? '',
});

async function command(changed: Record<string, string> = {}): Promise<PodiumCommand> {
  const podium = await podiumCommand({ ...servers(), ...changed });
  onTestFinished(() => podium.down());
  return podium;
}

const started = ({ home }: PodiumCommand): boolean => existsSync(join(home, 'services.json'));

test('on servers of ones own, a run is done by the worker that is there; else one is started for it', async () => {
  const named = await profile();
  const podium = await podiumCommand(named);
  onTestFinished(() => podium.down());
  expect(await podium.run(['runs', '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  expect(await podium.run(['schedule', 'list', '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });

  const worker = await startWorkerProcess({ ...named, PODIUM_SLOTS: '1' });
  onTestFinished(() => worker.remove());
  const elsewhere = await podium.run(run);
  expect(elsewhere.stderr).toMatch(`  worker ${String(worker.pid)}@`);
  expect(elsewhere.stderr).toContain(' polls podium: none is started here');
  const report = JSON.parse(elsewhere.stdout) as RunReport;
  expect(report).toMatchObject({ status: 'finished', trials: { finished: 1 } });
  for (const reading of ['runs', 'leaderboard', 'events', 'watch', 'replay']) {
    expect(await podium.run([reading, '--json']), reading).toMatchObject({ code: 0 });
  }
  expect(await podium.run(['pause', report.run])).toMatchObject({ code: 2 });
  expect(started(podium)).toBe(false);
}, 90_000);

test('where nobody polls, podium run says so and starts a worker', async () => {
  const { namespace = '' } = await connectToTestTemporal();
  const podium = await command({ TEMPORAL_NAMESPACE: namespace });
  const here = await podium.run(run);
  expect(here.stderr).toContain('nobody polls podium at');
  expect(here.stderr).toContain('a worker is started here');
  expect(JSON.parse(here.stdout)).toMatchObject({ status: 'finished' });
  expect(started(podium)).toBe(true);
}, 90_000);

test('a server that does not answer is named, with exit code 4', async () => {
  const noPostgres = await command({ DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/podium' });
  const runs = await noPostgres.run(['runs']);
  expect(runs).toMatchObject({ code: 4, stdout: '' });
  expect(runs.stderr).toContain('✖ Postgres does not answer\n  where  postgres://someone@127.0.0.1:1/podium');
  expect(runs.stderr).not.toContain('secret');

  const noTemporal = await command({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  for (const asking of [['schedule', 'list'], run]) {
    const end = await noTemporal.run(asking);
    expect(end).toMatchObject({ code: 4, stdout: '' });
    expect(end.stderr).toContain('✖ Temporal does not answer\n  where  127.0.0.1:1');
  }
  expect(started(noTemporal)).toBe(false);
}, 90_000);
