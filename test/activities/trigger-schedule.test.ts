import { MockActivityEnvironment, type TestWorkflowEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { triggerScheduleActivity } from '../../activities/trigger-schedule.js';
import type { TriggerHold } from '../../src/domain/schedule.js';
import { eventually } from '../end-to-end/worker-process.js';
import { connectToTestTemporal } from '../temporal.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

/** A schedule without times, of a workflow that nobody runs: once started it stays open. */
async function schedule() {
  const { client } = environment;
  const scheduleId = `watched-${randomUUID().slice(0, 8)}`;
  const handle = await client.schedule.create({
    scheduleId,
    spec: {},
    policies: { overlap: 'SKIP' },
    action: { type: 'startWorkflow', workflowType: 'nobody', taskQueue: 'nobody', workflowId: scheduleId },
  });
  const started = async (): Promise<readonly string[]> =>
    (await handle.describe()).info.recentActions.map(({ action }) => action.workflow.workflowId);
  const trigger = (hold: TriggerHold | null = null): Promise<unknown> => {
    const activity = new MockActivityEnvironment({}, { client });
    onTestFinished(() => activity.cancel());
    return activity.run(triggerScheduleActivity(50), { scheduleId, hold });
  };
  return { handle, started, trigger };
}

test('an active schedule is triggered; while its run goes on it says so, and goes on once that has ended', async () => {
  const { started, trigger } = await schedule();
  expect(await trigger()).toBe('triggered');
  const [first = ''] = await eventually('a start', 10_000, async () => {
    const ids = await started();
    return ids.length === 1 ? ids : null;
  });
  expect(await trigger()).toBe('running');

  const second = trigger('running');
  expect(await Promise.race([second, new Promise((go) => setTimeout(go, 500, 'waits'))])).toBe('waits');
  expect(await started()).toHaveLength(1);
  await environment.client.workflow.getHandle(first).terminate();
  expect(await second).toBe('triggered');
  await eventually('a second start', 10_000, async () => ((await started()).length === 2 ? true : null));
});

test('a paused schedule is not triggered before it is resumed', async () => {
  const { handle, started, trigger } = await schedule();
  await handle.pause();
  expect(await trigger()).toBe('paused');
  const waiting = trigger('paused');
  expect(await Promise.race([waiting, new Promise((go) => setTimeout(go, 500, 'waits'))])).toBe('waits');
  expect(await started()).toEqual([]);
  await handle.unpause();
  expect(await waiting).toBe('triggered');
});

test('a schedule that is deleted is gone, also for one that waits on it', async () => {
  const { handle, trigger } = await schedule();
  await handle.pause();
  const waiting = trigger('paused');
  await handle.delete();
  expect(await waiting).toBe('gone');
  expect(await trigger()).toBe('gone');
});
