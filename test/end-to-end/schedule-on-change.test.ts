import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rename, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListedSchedule } from '../../src/cli/schedule-list.js';
import { installedNative } from '../../src/native/installed.js';
import { packageRoot } from '../../src/package-root.js';
import { homeAt } from '../../src/services/home.js';
import { readServicesState, type Part } from '../../src/services/services-state.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';
import { eventually } from './worker-process.js';

let podium: PodiumCommand;
let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'podium-test-data-'));
  await cp(join(packageRoot, 'examples', 'titanic'), data, { recursive: true });
  podium = await podiumCommand();
});
afterAll(async () => {
  await podium.down();
  await rm(data, { recursive: true, force: true });
});

async function printed<T>(...args: readonly string[]): Promise<T> {
  const end = await podium.run(['schedule', ...args, '--json']);
  expect(end).toMatchObject({ code: 0, stderr: expect.not.stringContaining('✖') as string });
  return JSON.parse(end.stdout) as T;
}

const create = (...flags: readonly string[]): Promise<object> =>
  printed(
    ...['create', data, '--schedule-id', 'fresh', '--budget', '15s', '--trials', '1'],
    ...['--families', 'linear', '--folds', '2', '--parallelism', '1', ...flags],
  );

/** Waits until the one schedule looks as `fits` says; resolves with it and the seconds that took. */
async function listed(
  fits: (schedule: ListedSchedule) => boolean,
): Promise<ListedSchedule & { readonly seconds: number }> {
  const startMs = Date.now();
  const schedule = await eventually('the list', 40_000, async () => {
    const [one] = await printed<readonly ListedSchedule[]>('list');
    return one !== undefined && fits(one) ? one : null;
  });
  return { ...schedule, seconds: (Date.now() - startMs) / 1000 };
}

const ended =
  (count: number) =>
  ({ actions, last, watch }: ListedSchedule): boolean =>
    actions === count && last[0]?.status !== 'running' && watch === 'waits for new data';

async function addRow(): Promise<void> {
  const file = join(data, 'train.csv');
  const rows = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await appendFile(file, `${rows[1]?.replace(/^\d+/, String(90_000 + rows.length)) ?? ''}\n`);
}

function kill(...parts: readonly ('supervisor' | Part)[]): void {
  const state = readServicesState(homeAt(podium.home));
  for (const part of parts) {
    const child = part === 'supervisor' ? state?.supervisor : state?.parts[part].process;
    process.kill(child?.pid ?? NaN, 'SIGKILL');
  }
}

/** What another system does: the plain command line of Temporal, no Podium. */
async function temporal(...args: readonly string[]): Promise<string> {
  const { temporalAddress } = readServicesState(homeAt(podium.home)) ?? { temporalAddress: '' };
  const run = promisify(execFile);
  return (await run(installedNative().temporal, [...args, '--address', temporalAddress])).stdout;
}

test('new data in the folder, or a signal of another system, starts a run by itself', async () => {
  expect(await podium.run(['schedule', 'create', data])).toMatchObject({ code: 2, stdout: '' });
  expect(await create('--on-change')).toMatchObject({ created: true, onChange: true, next: null });
  const first = await listed((one) => one.watch === 'waits for new data');
  expect(first).toMatchObject({ schedule: 'fresh', cron: null, state: 'active', actions: 0 });

  await addRow();
  const begun = await listed((one) => one.actions === 1);
  expect(begun.seconds).toBeLessThan(15);
  const run = await listed(ended(1));
  expect(run.last).toMatchObject([{ status: 'finished', after: null }]);

  // Touched or taken away for a while, and the same again: nothing starts.
  await utimes(join(data, 'train.csv'), new Date(), new Date());
  await rename(join(data, 'test.csv'), join(data, 'away.csv'));
  await listed((one) => one.watch === 'waits for the files: test.csv is missing');
  await rename(join(data, 'away.csv'), join(data, 'test.csv'));
  expect(await listed((one) => one.watch === 'waits for new data')).toMatchObject({ actions: 1 });

  kill('worker');
  await temporal('workflow', 'signal', '--workflow-id', 'fresh/watch', '--name', 'newData');
  const asked = await listed(ended(2));
  expect(asked.last[0]).toMatchObject({ status: 'skipped', after: run.last[0]?.run });

  // Paused: what changes waits, through `create` again and the death of every process.
  await printed('pause', 'fresh');
  await addRow();
  const waiting = 'has new data, waits for the schedule to be resumed';
  expect(await listed((one) => one.watch === waiting)).toMatchObject({ actions: 2, state: 'paused' });
  expect(await create('--on-change')).toMatchObject({ updated: true, paused: true });
  kill('supervisor', 'worker', 'temporal', 'postgres');
  expect(await listed((one) => one.watch === waiting)).toMatchObject({ actions: 2 });
  await printed('resume', 'fresh');
  const resumed = await listed(ended(3));
  expect(resumed.last[0]).toMatchObject({ status: 'finished', after: run.last[0]?.run });

  expect(await create('--cron', '0 6 * * *')).toMatchObject({ updated: true, onChange: false });
  expect(await listed((one) => one.cron !== null)).toMatchObject({ watch: null, cron: '0 6 * * *' });
  await watchIs('CANCELED');
  expect(await create('--on-change')).toMatchObject({ updated: true, onChange: true });
  await watchIs('RUNNING');
  await printed('delete', 'fresh');
  await watchIs('CANCELED');
}, 180_000);

/** Waits for a status of the watch, as Temporal tells it. */
async function watchIs(status: string): Promise<void> {
  await eventually(`the watch ${status}`, 15_000, async () => {
    const described = await temporal(
      'workflow',
      'describe',
      '--workflow-id',
      'fresh/watch',
      '--output',
      'json',
    );
    return described.includes(`WORKFLOW_EXECUTION_STATUS_${status}`) ? true : null;
  });
}
