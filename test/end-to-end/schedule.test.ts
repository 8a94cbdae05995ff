import { appendFile, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ListedSchedule } from '../../src/cli/schedule-list.js';
import type { ScheduleOutcome } from '../../src/cli/schedule-outcome.js';
import { packageRoot } from '../../src/package-root.js';
import { podiumCommand, type CommandEnd, type PodiumCommand } from './podium-command.js';

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

const schedule = (...args: readonly string[]): Promise<CommandEnd> =>
  podium.run(['schedule', ...args, '--json']);

async function printed<T>(...args: readonly string[]): Promise<T> {
  const end = await schedule(...args);
  expect(end.stderr).not.toContain('✖');
  expect(end.code).toBe(0);
  return JSON.parse(end.stdout) as T;
}

const create = (...flags: readonly string[]): readonly string[] => [
  ...['create', data, '--schedule-id', 'nightly', '--budget', '15s', '--trials', '2'],
  ...['--families', 'linear', '--folds', '2', '--parallelism', '1', ...flags],
];
const trigger = (): Promise<ScheduleOutcome> => printed('trigger', 'nightly', '--wait');

/** Eventually: Temporal lists schedules from its visibility store. */
async function listed(fits: (all: readonly ListedSchedule[]) => boolean): Promise<readonly ListedSchedule[]> {
  for (let tries = 0; tries < 10; tries++) {
    const all = await printed<readonly ListedSchedule[]>('list');
    if (fits(all)) return all;
  }
  throw new Error('the list did not come to what was expected');
}

interface Board {
  readonly trials: readonly { readonly reason: string; readonly parameters: unknown }[];
}

test('a schedule runs, skips what has not changed, runs what has, and can be paused and deleted', async () => {
  const wrong = await schedule(...create('--cron', '61 6 * * *'));
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('The times "61 6 * * *" in UTC cannot be read');

  const fields = create('--cron', '0 6 * * *', '--timezone', 'Asia/Tokyo');
  const created = await printed<{ readonly next: string }>(...fields);
  expect(created).toMatchObject({ schedule: 'nightly', created: true, paused: false });
  expect(created.next).toMatch(/T21:00:00\.000Z$/);
  expect(await printed(...fields)).toMatchObject({ updated: true });

  const first = await trigger();
  expect(first).toMatchObject({ status: 'finished', after: null });
  const skipped = await trigger();
  expect(skipped).toMatchObject({ status: 'skipped', after: first.run, run: null });
  const told = await podium.run(['events', '--schedule', 'nightly', '--json']);
  expect(JSON.parse(told.stdout)).toMatchObject({
    schedule: 'nightly',
    type: 'schedule.skipped',
    payload: { action: skipped.workflow, lastRun: first.run, reason: skipped.reason },
  });

  const rows = (await readFile(join(data, 'train.csv'), 'utf8')).trimEnd().split('\n');
  await appendFile(join(data, 'train.csv'), `${rows[1]?.replace(/^\d+/, '99999') ?? ''}\n`);
  const second = await trigger();
  expect(second).toMatchObject({ status: 'finished', after: first.run });
  const board = async (run: string | null): Promise<Board> =>
    JSON.parse((await podium.run(['leaderboard', run ?? '', '--json'])).stdout) as Board;
  const [before, after] = [await board(first.run), await board(second.run)];
  expect(after.trials.map(({ reason }) => reason)).toEqual([
    `warm start from ${first.run ?? ''}`,
    `warm start from ${first.run ?? ''}`,
  ]);
  const settings = ({ trials }: Board): unknown[] => trials.map(({ parameters }) => parameters);
  expect(new Set(settings(after))).toEqual(new Set(settings(before)));

  const [one] = await listed((all) => all.length === 1 && all[0]?.last.length === 3);
  expect(one).toMatchObject({ schedule: 'nightly', path: data, state: 'active', next: created.next });
  expect(one).toMatchObject({ cron: '0 6 * * *', timezone: 'Asia/Tokyo' });
  expect(one?.last.map(({ status, run }) => [status, run])).toEqual([
    ['finished', second.run],
    ['skipped', null],
    ['finished', first.run],
  ]);

  expect(await printed('pause', 'nightly')).toEqual({ schedule: 'nightly', state: 'paused' });
  expect(await printed(...fields)).toMatchObject({ updated: true, paused: true });
  expect(await listed(() => true)).toMatchObject([{ state: 'paused', next: null }]);
  await printed('resume', 'nightly');
  expect(await listed(() => true)).toMatchObject([{ state: 'active', next: created.next }]);
  await printed('delete', 'nightly');
  expect(await listed((all) => all.length === 0)).toEqual([]);
  expect(await schedule('trigger', 'nightly')).toMatchObject({ code: 2, stdout: '' });
}, 150_000);
