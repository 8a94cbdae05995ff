import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlUpdates, taskQueues } from '../../workflows/messages.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { examplePlan, scriptedActivities, scriptedEnsemble } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

test('nine tenths of the running time are announced once: pauses do not count, an extension moves it', async () => {
  const order: string[] = [];
  const { activities, asked } = scriptedActivities(
    { ...examplePlan, budgetSeconds: 1.5, maxTrials: 1 },
    {
      fitBlend: async ({ round }) => {
        await sleep(3_000);
        return { ensemble: scriptedEnsemble(round, 0.5), seconds: 3 };
      },
      finishRun: () => Promise.resolve(void order.push('finished')),
    },
  );
  const recordBudgetUse: typeof activities.recordBudgetUse = (input) => {
    order.push('warned');
    return activities.recordBudgetUse(input);
  };
  await withWorkers(environment, { ...activities, recordBudgetUse }, async (newId) => {
    const handle = await environment.client.workflow.start('competition', {
      taskQueue: taskQueues.control,
      workflowId: newId(),
      args: [{ path: '/data' }],
    });
    await handle.executeUpdate(controlUpdates.pause, { args: [undefined] });
    await sleep(2_000);
    expect(asked.budgets).toEqual([]);
    await handle.executeUpdate(controlUpdates.extend, { args: [{ budgetSeconds: 2.5 }] });
    await handle.executeUpdate(controlUpdates.resume, { args: [undefined] });
    await handle.result();
  });
  expect(order).toEqual(['warned', 'finished']);
  const [warned] = asked.budgets;
  expect(warned?.budgetSeconds).toBe(2.5);
  expect(warned?.usedSeconds).toBeGreaterThanOrEqual(2.25);
  expect(warned?.usedSeconds).toBeLessThan(3.25);
});
