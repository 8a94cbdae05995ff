import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureTypes } from '../../src/domain/failure-types.js';
import type { TrialOutcome } from '../../src/domain/trial.js';
import { taskQueues } from '../../workflows/messages.js';
import type { TrialInput } from '../../workflows/trial.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { badFit, examplePlan, scriptedActivities } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

const input: TrialInput = {
  plan: examplePlan,
  assignment: { number: 7, family: 'linear', device: 'cpu', reason: '', foldLimitSeconds: 60, race: null },
  deadline: { atMs: Date.now() + 60_000, clock: { sinceMs: Date.now(), pauses: [] } },
};

async function outcomeOf(workflowId: string, given: TrialInput = input): Promise<TrialOutcome> {
  return (await (await start(workflowId, given)).result()) as TrialOutcome;
}

function start(workflowId: string, given: TrialInput = input) {
  return environment.client.workflow.start('trial', {
    taskQueue: taskQueues.control,
    workflowId,
    args: [given],
  });
}

test('a finished trial has the mean of its fold scores and trains each fold once', async () => {
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: (fold) => {
      asked.folds.push(fold);
      return Promise.resolve({ fold: fold.fold, score: fold.fold, seconds: 1 });
    },
  });
  const outcome = await withWorkers(environment, activities, (newId) => outcomeOf(newId()));
  expect(outcome).toMatchObject({ state: 'finished', score: 1, foldScores: [0, 1, 2], seconds: 3 });
  expect(asked.folds.map(({ fold }) => fold).sort()).toEqual([0, 1, 2]);
});

test('a trial whose first fold is too far behind trains no other and is raced out with the reason', async () => {
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: (fold) => {
      asked.folds.push(fold);
      return Promise.resolve({ fold: fold.fold, score: 0.78, seconds: 2 });
    },
  });
  const behind = (worstFirstFold: number): TrialInput => ({
    ...input,
    assignment: {
      ...input.assignment,
      race: { worstFirstFold, against: 'the best 3 of its kind 0.83 ± 0.01' },
    },
  });
  await withWorkers(environment, activities, async (newId) => {
    expect(await outcomeOf(newId(), behind(0.8))).toMatchObject({
      ...{ state: 'raced', score: null, foldScores: [0.78], seconds: 2 },
      failure: 'fold 1 0.7800, the best 3 of its kind 0.83 ± 0.01',
    });
    expect(asked.folds.map(({ fold }) => fold)).toEqual([0]);
    expect(asked.closed).toMatchObject([{ number: 7, state: 'raced' }]);
    expect(await outcomeOf(newId(), behind(0.78))).toMatchObject({ state: 'finished' });
  });
});

test('a fold that cannot be fitted fails the trial with its reason, without a second try', async () => {
  let tries = 0;
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: () => {
      tries++;
      return Promise.reject(badFit('training diverged'));
    },
  });
  const outcome = await withWorkers(environment, activities, (newId) => outcomeOf(newId()));
  expect(outcome).toMatchObject({ state: 'failed', failure: 'training diverged', score: null });
  expect(tries).toBe(1);
  expect(asked.closed).toMatchObject([{ number: 7, state: 'failed', reason: 'training diverged' }]);
});

test('a trainer that is lost is tried again', async () => {
  let tries = 0;
  const { activities } = scriptedActivities(examplePlan, {
    trainFold: ({ fold }) =>
      tries++ === 0
        ? Promise.reject(ApplicationFailure.retryable('killed', failureTypes.trainerLost))
        : Promise.resolve({ fold, score: 1, seconds: 0 }),
  });
  const outcome = await withWorkers(environment, activities, (newId) => outcomeOf(newId()));
  expect(outcome).toMatchObject({ state: 'finished', score: 1 });
  expect(tries).toBe(4);
});

test('a fold that runs out of time stops the trial and the other folds', async () => {
  const ended: number[] = [];
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: async ({ fold }) => {
      if (fold === 0) return { fold, score: 1, seconds: 0 };
      if (fold === 1) throw ApplicationFailure.nonRetryable('over', failureTypes.outOfTime);
      const beat = setInterval(() => {
        Context.current().heartbeat();
      }, 100);
      try {
        await Context.current().cancelled;
      } finally {
        clearInterval(beat);
        ended.push(fold);
      }
      throw new CancelledFailure('');
    },
  });
  const outcome = await withWorkers(environment, activities, (newId) => outcomeOf(newId()));
  expect(outcome).toMatchObject({ state: 'stopped', failure: 'over' });
  expect(ended).toEqual([2]);
  expect(asked.closed).toMatchObject([{ state: 'stopped' }]);
});

test('cancelling a trial closes it as stopped', async () => {
  const { activities, asked } = scriptedActivities(examplePlan, {
    trainFold: async () => {
      const beat = setInterval(() => {
        Context.current().heartbeat();
      }, 100);
      try {
        await Context.current().cancelled;
      } finally {
        clearInterval(beat);
      }
      throw new CancelledFailure('');
    },
  });
  await withWorkers(environment, activities, async (newId) => {
    const handle = await start(newId());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await handle.cancel();
    await handle.result();
  });
  expect(asked.closed).toMatchObject([{ number: 7, state: 'stopped', reason: 'cancelled' }]);
});
