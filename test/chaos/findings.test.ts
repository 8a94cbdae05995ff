import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/stores/postgres/tables.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import type { Query } from './chaos-home.js';
import { problemsOf, type ChaosReport } from './chaos-run.js';
import { eventProblems, followRun } from './event-findings.js';
import { foldFindings, installFoldAudit, type FoldFindings } from './fold-audit.js';
import { killKinds, planKills } from './kills.js';
import { compareSameFits, readRunTable, tableDifferences, type RunTable } from './run-table.js';

// The check of `npm run chaos` must be able to fail: here it meets stores without fences and tampered tables.

let database: TestDatabase;
let query: Query;
let run = 0;
let runId = '';
beforeAll(async () => {
  database = await createTestDatabase();
  query = (text, values = []) => queryIn(database.db, text, values);
  await installFoldAudit(query);
});
afterAll(() => database.drop());

/** Runs a statement with $1, $2 … inside a transaction or outside. */
async function queryIn<Row>(
  db: Kysely<Database>,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const parts = text.split(/\$\d/);
  const numbers = [...text.matchAll(/\$(\d)/g)].map(([, number]) => Number(number) - 1);
  const bound = parts.flatMap((part, i) => [
    sql.raw(part),
    ...(i < numbers.length ? [sql`${values[numbers[i]!]}`] : []),
  ]);
  return (await sql<Row>`${sql.join(bound, sql.raw(''))}`.execute(db)).rows;
}

/** Two trials of two folds; trial 0 is finished, an attempt at a fold of trial 1 is under way. */
beforeEach(async () => {
  const { runs, trials } = database.stores;
  runId = `run-${String(run++)}`;
  await runs.createRun(examplePlan(runId), {});
  await trials.recordSuggestions(runId, [exampleSuggestion(0), exampleSuggestion(1)]);
  await train(0, 0);
  await train(0, 1);
  await train(1, 0);
});

async function train(trial: number, fold: number): Promise<void> {
  const { trials } = database.stores;
  const start = await trials.startFold(runId, trial, fold);
  if (start.kind === 'finished') return;
  const result = { score: 0.5 + trial / 100 + fold / 1000, seconds: 1, artifacts: 'a' };
  await trials.commitFold(start.lease, result, 2);
}

const found = (): Promise<FoldFindings> => foldFindings(query, runId, null);

/** What startFold would do if it did not look at what is committed. */
const startWithoutLooking = (trial: number): Promise<unknown> =>
  query(
    `update folds set attempt = attempt + 1, state = 'running', score = null, seconds = null, artifacts = null,
       finished_at = null where run_id = $1 and trial = $2`,
    [runId, trial],
  );

/** What commitFold would do without its fence: the last one to write wins. */
const commitWithoutFence = (trial: number, fold: number, score: number): Promise<unknown> =>
  query(
    `update folds set score = $4, state = 'finished', seconds = 1, artifacts = 'late', finished_at = now()
     where run_id = $1 and trial = $2 and fold = $3`,
    [runId, trial, fold, score],
  );

test('finds nothing wrong with the stores as they are, attempts given up included', async () => {
  await database.stores.trials.startFold(runId, 1, 1);
  await train(1, 1);
  await train(0, 0);
  expect(await found()).toEqual({ finished: 4, attempts: 5, trainedAgain: 0, lost: 0, running: 0 });
});

test('a fold that is opened again after its commit is found', async () => {
  await train(1, 1);
  await startWithoutLooking(0);
  await commitWithoutFence(0, 0, 0.5);
  await commitWithoutFence(0, 1, 0.501);
  expect(await found()).toMatchObject({ finished: 4, trainedAgain: 2, lost: 2 });
});

test('an attempt that was fenced off and still writes is found', async () => {
  await commitWithoutFence(1, 0, 0.123);
  expect(await found()).toMatchObject({ trainedAgain: 1, lost: 1 });
});

test('a commit that is gone and rows that nobody owns are found', async () => {
  await query('delete from folds where run_id = $1 and trial = 0 and fold = 1', [runId]);
  await database.stores.trials.startFold(runId, 1, 1);
  expect(await found()).toMatchObject({ finished: 2, lost: 1, running: 2 });
});

test('tables differ in whatever was tampered with', async () => {
  await train(1, 1);
  const table = await readRunTable(query, runId);
  expect(tableDifferences(table, await readRunTable(query, runId))).toEqual([]);
  const tampered = (change: object): RunTable => ({
    ...table,
    trials: table.trials.map((trial) => (trial.number === 1 ? { ...trial, ...change } : trial)),
  });
  for (const [field, change] of Object.entries({
    seed: { seed: '1' },
    parameters: { parameters: { leaves: 32 } },
    folds: { folds: [{ fold: 0, score: 0.1 }] },
    score: { score: 0.2 },
    visible: { visible: [] },
    state: { state: 'failed' },
  })) {
    const lines = tableDifferences(table, tampered(change));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`trial 1, ${field}:`);
  }
  const shorter = tableDifferences(table, { ...table, trials: table.trials.slice(0, 1) });
  expect(shorter).toEqual(['number of trials: 2 undisturbed, 1 with kills', 'trial 1: absent with kills']);
});

test('events that tell what the tables tell, heard once each, are right; tampered ones are found', async () => {
  const { runs, trials, ensembles } = database.stores;
  const follower = followRun(database.url, runId);
  await train(1, 1);
  await trials.recordSuggestions(runId, [exampleSuggestion(2)]);
  await trials.closeTrial(runId, 2, 'failed', 'NaN loss');
  const submission = { file: '/s.csv', rows: 4, contentHash: 'c', estimate: 0.8 };
  await ensembles.recordSubmission(runId, 0, submission);
  await runs.finishRun({ runId, status: 'finished', failure: null, seconds: 9 });
  const heard = await follower.heard();
  expect(heard).toHaveLength(11);
  expect(await eventProblems(query, runId, heard)).toEqual([]);
  expect(await eventProblems(query, runId, heard.slice(1))).toHaveLength(1);
  expect(await eventProblems(query, runId, [...heard, heard[0]!])).toHaveLength(1);

  const tampered = async (statement: string): Promise<readonly string[]> => {
    const tx = await database.db.startTransaction().execute();
    try {
      await sql.raw(statement.replaceAll('RUN', `run_id = '${runId}'`)).execute(tx);
      const inside: Query = (text, values = []) => queryIn(tx, text, values);
      return await eventProblems(inside, runId, heard);
    } finally {
      await tx.rollback().execute();
    }
  };
  const again = `insert into events (run_id, type, payload) select run_id, type, payload from events where RUN`;
  for (const [statement, problem] of [
    [`delete from events where RUN and type = 'trial.failed'`, 'event trial.failed 2: missing'],
    [`delete from events where RUN and type = 'trial.best' and payload ->> 'trial' = '1'`, 'trial.best is'],
    [`delete from submissions where RUN`, 'event submission.ready 0 /s.csv: 1 too many'],
    [`update trials set score = 0.9 where RUN and number = 0`, 'event trial.finished 0 0.9: missing'],
    [`${again} and type = 'trial.started' and payload ->> 'trial' = '0'`, 'trial.started 0: 1 too many'],
    [`${again} and type = 'submission.ready'`, 'event run.finished  is the 11th of 12'],
    [`delete from events where RUN and type = 'run.started'`, 'event run.started: missing'],
  ] as const) {
    expect((await tampered(statement)).join('\n')).toContain(problem);
  }
});

test('the same fit with another score is found, whatever the numbers of the trials', async () => {
  await train(1, 1);
  const table = await readRunTable(query, runId);
  expect(compareSameFits(table, table)).toEqual({ compared: 4, differences: [] });
  const moved = table.trials.map((trial) => ({
    ...trial,
    number: trial.number + 5,
    folds: trial.folds.map(({ fold, score }) => ({ fold, score: fold === 1 ? score + 1e-9 : score })),
  }));
  const { compared, differences } = compareSameFits(table, { ...table, trials: moved });
  expect(compared).toBe(4);
  expect(differences).toHaveLength(2);
  expect(differences[0]).toContain('trial 0, fold 1: 0.501 undisturbed, 0.501');
});

test('every finding is a problem of the report', () => {
  const kills = { worker: 2, trainer: 1, temporal: 1, postgres: 1, everything: 1 };
  const good: ChaosReport = {
    kills,
    asked: 6,
    undisturbedSeconds: 1,
    seconds: 2,
    folds: { finished: 10, attempts: 12, trainedAgain: 0, lost: 0, running: 0 },
    racedOut: 0,
    differences: [],
    sameFits: { compared: 10, differences: [] },
    underived: 0,
    events: [],
  };
  expect(problemsOf(good, 2)).toEqual([]);
  for (const field of ['finished', 'trainedAgain', 'lost', 'running'] as const) {
    expect(problemsOf({ ...good, folds: { ...good.folds, [field]: 3 } }, 2)).toHaveLength(1);
  }
  expect(problemsOf({ ...good, racedOut: 1 }, 2)).toEqual(['10 of 6 folds finished']);
  expect(problemsOf({ ...good, underived: 1 }, 2)).toHaveLength(1);
  expect(problemsOf({ ...good, differences: ['x'] }, 2)).toEqual(['x']);
  expect(problemsOf({ ...good, asked: 7 }, 2)).toHaveLength(1);
  expect(problemsOf({ ...good, sameFits: { compared: 9, differences: ['y'] } }, 2)).toEqual(['y']);
  expect(problemsOf({ ...good, sameFits: { compared: 0, differences: [] } }, 2)).toHaveLength(1);
  expect(problemsOf({ ...good, events: ['y'] }, 2)).toEqual(['y']);
});

test('kills come in order, of every kind, the same for the same seed', () => {
  const plan = planKills(30, 200, 'a');
  expect(planKills(30, 200, 'a')).toEqual(plan);
  expect(planKills(30, 200, 'b')).not.toEqual(plan);
  for (const kind of killKinds) expect(plan.filter((each) => each.kind === kind).length).toBeGreaterThan(2);
  expect(plan.map(({ afterFolds }) => afterFolds)).toEqual(
    plan.map(({ afterFolds }) => afterFolds).sort((a, b) => a - b),
  );
});
