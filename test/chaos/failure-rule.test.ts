import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationFailure } from '@temporalio/activity';
import { failureUnderRule } from '../../activities/failure-rule.js';
import { failureTypes } from '../../src/domain/failure-types.js';
import type { TrialOutcome } from '../../src/domain/trial.js';
import { openDatabase } from '../../src/stores/postgres/database.js';
import { taskQueues } from '../../workflows/messages.js';
import type { TrialInput } from '../../workflows/trial.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from '../workflows/run-workflow.js';
import { examplePlan, scriptedActivities } from '../workflows/scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

/** A trial of one fold; `attempt` does what the activity does on its n-th attempt, from 1. */
async function trial(
  attempt: (n: number) => Promise<void>,
): Promise<{ readonly outcome: TrialOutcome; readonly attempts: number }> {
  let attempts = 0;
  const { activities } = scriptedActivities(examplePlan, {
    trainFold: async ({ fold }) => {
      try {
        await attempt(++attempts);
        return { fold, score: 1, seconds: 0 };
      } catch (error) {
        throw failureUnderRule(error);
      }
    },
  });
  const input: TrialInput = {
    plan: { ...examplePlan, folds: 1 },
    assignment: { number: 7, family: 'linear', device: 'cpu', reason: '', race: null, foldLimitSeconds: 60 },
    deadline: { atMs: Date.now() + 60_000, clock: { sinceMs: Date.now(), pauses: [] } },
  };
  const outcome = await withWorkers(environment, activities, async (newId) => {
    const options = { taskQueue: taskQueues.control, workflowId: newId(), args: [input] };
    return (await environment.client.workflow.execute('trial', options)) as TrialOutcome;
  });
  return { outcome, attempts };
}

const trainerLost = (): ApplicationFailure =>
  ApplicationFailure.retryable('the trainer process ended', failureTypes.trainerLost);

/** Throws what pg throws where no server listens. */
async function askNobody(): Promise<void> {
  const db = openDatabase('postgres://podium@127.0.0.1:1/podium', { maxConnections: 1 });
  try {
    await sql`select 1`.execute(db);
  } finally {
    await db.destroy();
  }
}

test('a fit that loses its trainer three times fails its trial', async () => {
  const { outcome, attempts } = await trial(() => Promise.reject(trainerLost()));
  expect(outcome).toMatchObject({ state: 'failed', failure: 'the trainer process ended' });
  expect(attempts).toBe(3);
});

test('a database that is away is waited for and is no strike', async () => {
  const { outcome, attempts } = await trial(async (n) => {
    if (n === 1 || n === 4) throw trainerLost();
    if (n < 6) await askNobody();
  });
  expect(outcome.state).toBe('finished');
  expect(attempts).toBe(6);
}, 60_000);

test('an error that nobody knows fails the trial with its own message', async () => {
  const { outcome, attempts } = await trial(() => Promise.reject(new TypeError('x is not a function')));
  expect(outcome).toMatchObject({ state: 'failed', failure: 'x is not a function' });
  expect(attempts).toBe(3);
});
