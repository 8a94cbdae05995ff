import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WatchActivities } from '../../src/domain/activity-contracts.js';
import type { AwaitDataInput, DataNews, TriggerInput, WatchInput } from '../../src/domain/schedule.js';
import { newDataSignal, taskQueues } from '../../workflows/messages.js';
import { eventually } from '../end-to-end/worker-process.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { examplePlan, scriptedActivities } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

const there = (dataHash: string): DataNews => ({ state: 'there', dataHash });
type Answer = Awaited<ReturnType<WatchActivities['triggerSchedule']>>;

interface Script {
  /** What the folder brings, one a wait; after these a wait lasts until it is cancelled. */
  readonly news: readonly DataNews[];
  /** What comes of triggers; after these the schedule is gone. */
  readonly answers: readonly Answer[];
  readonly input?: Partial<WatchInput>;
}

/** Runs a watch on scripted news to its end; `meanwhile` may signal it. */
async function watch(
  { news, answers, input }: Script,
  meanwhile: (handle: WorkflowHandle, asked: { readonly waits: AwaitDataInput[] }) => Promise<void> = () =>
    Promise.resolve(),
) {
  const waits: AwaitDataInput[] = [];
  const triggers: TriggerInput[] = [];
  const activities = {
    ...scriptedActivities(examplePlan).activities,
    awaitData: async (asked: AwaitDataInput): Promise<DataNews> => {
      const next = news[waits.length];
      waits.push(asked);
      if (next !== undefined) return next;
      const beat = setInterval(() => Context.current().heartbeat(), 100);
      return Context.current().cancelled.finally(() => clearInterval(beat));
    },
    triggerSchedule: (asked: TriggerInput): Promise<Answer> => {
      triggers.push(asked);
      return Promise.resolve(answers[triggers.length - 1] ?? 'gone');
    },
  };
  return withWorkers(environment, activities, async (newId) => {
    const handle = await environment.client.workflow.start('watchFolder', {
      taskQueue: taskQueues.control,
      workflowId: `${newId()}/watch`,
      args: [{ scheduleId: 'prices', path: '/data/prices', seen: 'old', ...input }],
    });
    await meanwhile(handle, { waits });
    const result: unknown = await handle.result();
    const { memo, runId } = await handle.describe();
    const moved = runId !== (handle as { firstExecutionRunId?: string }).firstExecutionRunId;
    return { result, waits, triggers, memo, moved };
  });
}

test('new content triggers the schedule and is known from then on; a schedule that is gone ends the watch', async () => {
  const { result, waits, triggers } = await watch({
    news: [there('new'), there('newer')],
    answers: ['triggered'],
  });
  expect(waits.map(({ seen }) => seen)).toEqual(['old', 'new']);
  expect(triggers).toEqual([
    { scheduleId: 'prices', hold: null },
    { scheduleId: 'prices', hold: null },
  ]);
  expect(result).toEqual({ status: 'ended', reason: 'there is no schedule prices any more' });
});

test('a trigger that a pause or a run holds up is tried until it works, and the watch says why it waits', async () => {
  const { waits, triggers, memo } = await watch({
    news: [there('new')],
    answers: ['paused', 'running', 'paused', 'gone'],
  });
  expect(waits).toHaveLength(1);
  expect(triggers.map(({ hold }) => hold)).toEqual([null, 'paused', 'running', 'paused']);
  expect(memo).toEqual({
    path: '/data/prices',
    watch: 'has new data, waits for the schedule to be resumed',
  });
});

test('files that go away and come back as they were trigger nothing; come back changed they do', async () => {
  const away: DataNews = { state: 'away', why: 'train.csv is missing' };
  const { waits, triggers } = await watch({ news: [away, there('old'), away, there('new')], answers: [] });
  expect(waits.map((wait) => wait.away)).toEqual([false, true, false, true]);
  expect(waits.map(({ seen }) => seen)).toEqual(['old', 'old', 'old', 'old']);
  expect(triggers).toHaveLength(1);
});

test('the signal of another system ends the wait and triggers at once', async () => {
  const { waits, triggers } = await watch(
    { news: [], answers: ['triggered'] },
    async (handle, { waits: begun }) => {
      for (const count of [1, 2]) {
        await eventually('a wait', 10_000, () => (begun.length === count ? true : null));
        await handle.signal(newDataSignal);
      }
    },
  );
  expect(waits.map(({ seen }) => seen)).toEqual(['old', 'old']);
  expect(triggers).toHaveLength(2);
});

test('it continues as new within its bound, and nothing of what it knows is lost', async () => {
  const changes = Array.from({ length: 24 }, (_, at) => there(String(at)));
  const { waits, triggers, moved } = await watch({
    news: changes,
    answers: changes.slice(1).map(() => 'triggered'),
  });
  expect(moved).toBe(true);
  expect(waits.map(({ seen }) => seen)).toEqual(['old', ...changes.slice(0, -1).map((_, at) => String(at))]);
  expect(triggers).toHaveLength(changes.length);
});

test('a cancelled watch ends as cancelled', async () => {
  await expect(
    watch({ news: [], answers: [] }, async (handle, { waits }) => {
      await eventually('a wait', 10_000, () => (waits.length === 1 ? true : null));
      await handle.cancel();
    }),
  ).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
});
