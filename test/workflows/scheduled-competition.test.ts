import { ApplicationFailure } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompetitionSpec } from '../../src/domain/competition.js';
import { failureTypes } from '../../src/domain/failure-types.js';
import type {
  DataInspection,
  ScheduledCompetitionInput,
  ScheduledResult,
} from '../../src/domain/schedule.js';
import { taskQueues } from '../../workflows/messages.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { examplePlan, scriptedActivities, type Activities } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

const spec: CompetitionSpec = { path: '/data/prices' };
const lastRun = { run: 'prices-20261101-060000', dataHash: 'old', sameSpec: true };

/** Runs one action of a schedule that finds `found`; `prepared` are the runs it started, with their specs. */
async function act(found: Partial<DataInspection>, input: Partial<ScheduledCompetitionInput> = {}) {
  const prepared: Parameters<Activities['prepareData']>[0][] = [];
  const { activities, asked } = scriptedActivities(examplePlan, {
    inspectData: () => Promise.resolve({ name: 'Prices', dataHash: 'old', lastRun, ...found }),
    prepareData: (asked) => {
      prepared.push(asked);
      return Promise.resolve({ plan: { ...examplePlan, runId: asked.runId }, searchAttributes: false });
    },
  });
  const result = await withWorkers(environment, activities, async (newId) => {
    const args = [{ spec, scheduleId: 'prices', ...input }];
    return (await environment.client.workflow.execute('scheduledCompetition', {
      taskQueue: taskQueues.control,
      workflowId: newId(),
      args,
    })) as ScheduledResult;
  });
  return { result, prepared, skips: asked.skips };
}

test('data that have not changed are skipped, with the reason', async () => {
  const { result, prepared, skips } = await act({});
  expect(result).toEqual({
    status: 'skipped',
    reason: `the data have not changed since ${lastRun.run}`,
    lastRun: lastRun.run,
  });
  expect(prepared).toEqual([]);
  const skip = { action: expect.stringMatching(/^example-/) as string, lastRun: lastRun.run };
  const reason = `the data have not changed since ${lastRun.run}`;
  expect(skips).toEqual([{ scheduleId: 'prices', skip: { ...skip, reason } }]);
});

test('changed data run under a dated id, after the last run', async () => {
  const { result, prepared, skips } = await act({ dataHash: 'new' });
  expect(skips).toEqual([]);
  expect(result).toMatchObject({ status: 'finished', after: lastRun.run });
  expect(prepared).toHaveLength(1);
  expect(prepared[0]?.runId).toMatch(/^prices-\d{8}-\d{6}$/);
  expect(prepared[0]?.spec).toEqual({ ...spec, after: lastRun.run });
  expect(result).toMatchObject({ run: prepared[0]?.runId });
});

test.each([
  ['asked to run always', {}, { always: true }, lastRun.run],
  [
    'asked for something else than the last run',
    { lastRun: { ...lastRun, sameSpec: false } },
    {},
    lastRun.run,
  ],
  ['without an earlier run', { lastRun: null }, {}, null],
])('data that have not changed run when %s', async (_, found, input, after) => {
  const { result, prepared } = await act(found, input);
  expect(result).toMatchObject({ status: 'finished', after });
  expect(prepared.map((run) => run.spec)).toEqual([after === null ? spec : { ...spec, after }]);
});

test('an id that is taken gets a number', async () => {
  const { activities } = scriptedActivities(examplePlan);
  const inspected = { name: 'twins', dataHash: 'new', lastRun: null };
  const results = await withWorkers(
    environment,
    { ...activities, inspectData: () => Promise.resolve(inspected) },
    async (newId) => {
      const start = Date.now();
      while (Date.now() % 1000 > 200 && Date.now() - start < 1000)
        await new Promise((go) => setTimeout(go, 5));
      const twin = () =>
        environment.client.workflow.execute('scheduledCompetition', {
          taskQueue: taskQueues.control,
          workflowId: newId(),
          args: [{ spec, scheduleId: 'twins' }],
        }) as Promise<ScheduledResult & { readonly run: string }>;
      return Promise.all([twin(), twin()]);
    },
  );
  const [first = '', second = ''] = results.map(({ run }) => run).sort();
  expect(second).toBe(`${first}-2`);
});

test('what is wrong with the data stands in the failure, so that the schedule pauses', async () => {
  const { activities } = scriptedActivities(examplePlan, {
    inspectData: () =>
      Promise.reject(ApplicationFailure.nonRetryable('✖ train.csv is missing', failureTypes.invalidInput)),
  });
  const failure = await withWorkers(environment, activities, async (newId) => {
    const handle = await environment.client.workflow.start('scheduledCompetition', {
      taskQueue: taskQueues.control,
      workflowId: newId(),
      args: [{ spec, scheduleId: 'prices' }],
    });
    return handle.result().then(
      () => null,
      (error: unknown) => error,
    );
  });
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect((failure as WorkflowFailedError).cause).toMatchObject({
    message: '✖ train.csv is missing',
    type: failureTypes.invalidInput,
  });
});
