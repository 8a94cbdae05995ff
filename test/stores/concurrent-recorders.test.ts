import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import { openDatabase } from '../../src/stores/postgres/database.js';
import { createStores } from '../../src/stores/postgres/index.js';
import type { Stores } from '../../src/stores/postgres/index.js';
import type { Database } from '../../src/stores/postgres/tables.js';
import { StaleAttemptError } from '../../src/stores/store-errors.js';
import { createTestDatabase } from '../postgres.js';
import type { TestDatabase } from '../postgres.js';
import { examplePlan, exampleSuggestion } from './examples.js';

const recorders = 16;
const score = (trial: number, fold: number): number => seededRandom('score', trial, fold).next();

describe('many recorders at the same time', () => {
  let database: TestDatabase;
  let second: Kysely<Database>;
  let stores: Stores;
  let elsewhere: Stores;
  beforeAll(async () => {
    database = await createTestDatabase();
    second = openDatabase(database.url, { maxConnections: 16 });
    stores = database.stores;
    elsewhere = createStores(second, database.url);
  });
  afterAll(async () => {
    await second.destroy();
    await database.drop();
  });

  /** What a training activity does: open, train for a moment, commit. True when this call committed. */
  const trainFold = async (on: Stores, run: string, trial: number, fold: number, folds: number) => {
    try {
      const start = await on.trials.startFold(run, trial, fold);
      if (start.kind === 'finished') return false;
      await new Promise((resolve) => setTimeout(resolve, (trial + fold) % 3));
      const result = { score: score(trial, fold), seconds: 1, artifacts: `${start.lease.attempt}` };
      await on.trials.commitFold(start.lease, result, folds);
      return true;
    } catch (error) {
      if (error instanceof StaleAttemptError) return false;
      throw error;
    }
  };
  const leftRunning = async (run: string): Promise<number> => {
    const trials = database.db.selectFrom('trials').select('number').where('run_id', '=', run);
    const folds = database.db.selectFrom('folds').select('fold').where('run_id', '=', run);
    return (
      (await trials.where('state', '=', 'running').execute()).length +
      (await folds.where('state', '=', 'running').execute()).length
    );
  };

  test('no trial and no fold is lost or stored twice', async () => {
    const [trials, folds] = [40, 5];
    await stores.runs.createRun(examplePlan('crowd'), {});
    const all = Array.from({ length: trials }, (_, number) => number);
    await Promise.all(
      Array.from({ length: recorders }, (_, i) => {
        const mine = shuffled(all, seededRandom('order', i)).map((number) => exampleSuggestion(number));
        return (i % 2 === 0 ? stores : elsewhere).trials.recordSuggestions('crowd', mine);
      }),
    );
    // Every fold is tried until it stands, by two recorders each.
    let commits = 0;
    await Promise.all(
      Array.from({ length: recorders }, async (_, i) => {
        const tasks = all.flatMap((trial) => Array.from({ length: folds }, (_, fold) => ({ trial, fold })));
        const mine = tasks.filter((_, task) => task % (recorders / 2) === i % (recorders / 2));
        for (const { trial, fold } of shuffled(mine, seededRandom('tasks', i))) {
          if (await trainFold(i % 2 === 0 ? stores : elsewhere, 'crowd', trial, fold, folds)) commits++;
        }
      }),
    );
    const listed = await stores.trials.listTrials('crowd');
    expect(commits).toBe(trials * folds);
    expect(listed.map(({ number }) => number)).toEqual(all);
    for (const { number, state, score: mean, seconds, folds: stored } of listed) {
      const scores = Array.from({ length: folds }, (_, fold) => score(number, fold));
      expect(stored.map((fold) => fold.score)).toEqual(scores);
      expect(state).toBe('finished');
      expect(mean).toBe(scores.reduce((a, b) => a + b) / folds);
      expect(seconds).toBe(folds);
    }
  });

  test('of two last folds committed at once exactly one finishes the trial', async () => {
    await stores.runs.createRun(examplePlan('last-two'), {});
    for (let number = 0; number < 30; number++) {
      await stores.trials.recordSuggestions('last-two', [exampleSuggestion(number)]);
      await Promise.all([
        trainFold(stores, 'last-two', number, number % 2, 2),
        trainFold(elsewhere, 'last-two', number, (number + 1) % 2, 2),
      ]);
    }
    const history = await stores.trials.history('last-two');
    expect(history.filter(({ state }) => state === 'finished')).toHaveLength(30);
  });

  test('closing a trial while its folds start and commit leaves nothing running', async () => {
    await stores.runs.createRun(examplePlan('close'), {});
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        await stores.trials.recordSuggestions('close', [exampleSuggestion(number)]);
        await Promise.all([
          trainFold(stores, 'close', number, 0, 2),
          trainFold(elsewhere, 'close', number, 1, 2),
          new Promise((resolve) => setTimeout(resolve, number)).then(() =>
            elsewhere.trials.closeTrial('close', number, 'stopped', 'skipped'),
          ),
        ]);
        return number;
      }),
    );
    const states = (await stores.trials.history('close')).map(({ state }) => state);
    expect(states).toHaveLength(outcomes.length);
    expect(states).toContain('stopped');
    expect(await leftRunning('close')).toBe(0);
  });

  test('finishing a run while trials are recorded and trained leaves nothing running', async () => {
    for (let round = 0; round < 8; round++) {
      const run = `finish-${round}`;
      await stores.runs.createRun(examplePlan(run), {});
      const recording = Array.from({ length: recorders }, async (_, number) => {
        const on = number % 2 === 0 ? stores : elsewhere;
        await on.trials.recordSuggestions(run, [exampleSuggestion(number)]).catch((error: unknown) => {
          if (!(error instanceof StaleAttemptError)) throw error;
        });
        await Promise.all([0, 1].map((fold) => trainFold(on, run, number, fold, 2).catch(() => false)));
      });
      await new Promise((resolve) => setTimeout(resolve, 3 * round));
      await elsewhere.runs.finishRun({ runId: run, status: 'finished', failure: null, seconds: 1 });
      await Promise.all(recording);
      expect(await leftRunning(run)).toBe(0);
    }
  });

  test('a run that is finished while a suggestion is being stored waits for it and stops it', async () => {
    await stores.runs.createRun(examplePlan('waits'), {});
    const waiting = sql<{ n: number }>`
      select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const held = await database.db.startTransaction().execute();
    await sql`
      insert into trials (run_id, number, family, parameters, seed, sampler, reason, visible)
      values ('waits', 0, 'linear', '{}', 1, 'random', '', '{}')`.execute(held);
    const recording = stores.trials.recordSuggestions('waits', [exampleSuggestion(0)]);
    await expect.poll(async () => (await waiting.execute(second)).rows[0]?.n, { timeout: 10_000 }).toBe(1);
    const finishing = elsewhere.runs.finishRun({
      runId: 'waits',
      status: 'cancelled',
      failure: null,
      seconds: 1,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await held.rollback().execute();
    await Promise.all([recording, finishing]);
    const [trial] = await stores.trials.listTrials('waits');
    expect(trial).toMatchObject({ state: 'stopped', failure: 'the run was cancelled first' });
  });
});
