import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../src/domain/activity-contracts.js';
import { failureTypes } from '../../src/domain/failure-types.js';
import { leaderboardQuery, progressQuery, taskQueues } from '../../workflows/messages.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { badFit, examplePlan, scriptedActivities, scriptedEnsemble } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

function start(workflowId: string, type = 'competition', spec: unknown = { path: '/data' }) {
  return environment.client.workflow.start(type, {
    taskQueue: taskQueues.control,
    workflowId,
    args: [spec],
  });
}

async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
  throw new Error(`expected a workflow failure, got ${String(error)}`);
}

test('a run tries its trials, ranks them, blends and keeps the best estimate', async () => {
  const { activities, asked } = scriptedActivities(examplePlan);
  const { result, progress, leaderboard } = await withWorkers(environment, activities, async (newId) => {
    const handle = await start(newId());
    return {
      result: (await handle.result()) as RunResult,
      progress: await handle.query(progressQuery),
      leaderboard: await handle.query(leaderboardQuery),
    };
  });
  expect(result).toMatchObject({
    status: 'finished',
    bestSingle: { number: 3 },
    trials: { finished: 4, failed: 0, stopped: 0 },
    submission: { rows: 5 },
  });
  expect(result.ensemble.number).toBe(asked.rounds.at(-1));
  expect(asked.folds).toHaveLength(12);
  expect(asked.ended).toMatchObject([{ status: 'finished' }]);
  expect(asked.budgets).toEqual([]);
  expect(progress).toMatchObject({ stage: 'finished', counts: { finished: 4 } });
  expect(leaderboard).toMatch(/\| 1 \| linear #3 \|\s+0\.030000 ± /);
});

test('a worse estimate does not replace the submission', async () => {
  const { activities } = scriptedActivities(examplePlan, {
    fitBlend: ({ round }) =>
      Promise.resolve({ ensemble: scriptedEnsemble(round, 0.9 - round / 10), seconds: 0 }),
  });
  const result = await withWorkers(
    environment,
    activities,
    async (newId) => (await (await start(newId())).result()) as RunResult,
  );
  expect(result.ensemble.estimate).toBe(0.9);
});

test('wrong input fails the run at once with the text of the problem, not retried', async () => {
  let tries = 0;
  const { activities } = scriptedActivities(examplePlan, {
    prepareData: () => {
      tries++;
      return Promise.reject(ApplicationFailure.nonRetryable('✖ path is wrong', failureTypes.invalidInput));
    },
  });
  const failure = await withWorkers(environment, activities, async (newId) =>
    failureOf((await start(newId(), 'competition', { path: 1 })).result()),
  );
  expect(failure).toMatchObject({ message: '✖ path is wrong', type: failureTypes.invalidInput });
  expect(tries).toBe(1);
});

test('a run in which every trial fails says so and is closed as failed', async () => {
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: () => Promise.reject(badFit('diverged')),
  });
  const failure = await withWorkers(environment, activities, async (newId) =>
    failureOf((await start(newId())).result()),
  );
  expect(failure).toMatchObject({ type: failureTypes.nothingScored });
  expect(failure.message).toContain('4 failed');
  expect(asked.ended).toMatchObject([{ status: 'failed' }]);
});

test('a failed blend leaves the standing submission', async () => {
  const { activities, asked } = scriptedActivities(examplePlan);
  const { fitBlend } = activities;
  const result = await withWorkers(
    environment,
    {
      ...activities,
      fitBlend: (input) => (input.round === 0 ? fitBlend(input) : Promise.reject(badFit('singular'))),
    },
    async (newId) => (await (await start(newId())).result()) as RunResult,
  );
  expect(asked.rounds).toEqual([0]);
  expect(result.ensemble.number).toBe(0);
});

test('the search ends when no family fits the time left', async () => {
  const { activities } = scriptedActivities({ ...examplePlan, maxTrials: null });
  const { suggestTrial } = activities;
  const unfit = [{ family: 'linear', needsSeconds: 12, secondsLeft: 3.5 }];
  const result = await withWorkers(
    environment,
    {
      ...activities,
      suggestTrial: (input) =>
        input.number < 2 ? suggestTrial(input) : Promise.resolve({ assignment: null, downMs: 0, unfit }),
    },
    async (newId) => (await (await start(newId())).result()) as RunResult,
  );
  expect(result.trials.finished).toBe(2);
  expect(result.ledger.notStarted).toEqual(['linear: a trial needs about 12 s, 3.5 s were left']);
});

test('a run of 300 trials continues its search as new and loses none', async () => {
  const plan = { ...examplePlan, folds: 2, maxTrials: 300, parallelism: 4, budgetSeconds: 600 };
  const { activities, asked } = scriptedActivities(plan);
  const { result, searches } = await withWorkers(environment, activities, async (newId) => {
    const id = newId();
    const result = (await (await start(id)).result()) as RunResult;
    const searches = [];
    const query = `WorkflowType = 'search' AND WorkflowId = '${id}/search'`;
    for await (const info of environment.client.workflow.list({ query })) searches.push(info.status.name);
    return { result, searches };
  });
  expect(result.trials.finished).toBe(300);
  expect(new Set(asked.folds.map(({ trial, fold }) => `${String(trial)}/${String(fold)}`)).size).toBe(600);
  expect(searches.filter((status) => status === 'CONTINUED_AS_NEW')).toHaveLength(1);
}, 180_000);

test('an unknown workflow type is answered with a failure', async () => {
  const { activities } = scriptedActivities(examplePlan);
  const failure = await withWorkers(environment, activities, async (newId) =>
    failureOf((await start(newId(), 'contest')).result()),
  );
  expect(failure.message).toContain('unknown workflow type "contest"');
});
