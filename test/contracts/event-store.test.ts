import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endsRun, type PodiumEvent } from '../../src/domain/run-event.js';
import { recordEvents } from '../../src/stores/postgres/record-events.js';
import type { Stores } from '../../src/stores/postgres/index.js';
import { StaleAttemptError } from '../../src/stores/store-errors.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';

describe('event store: postgres', () => {
  let database: TestDatabase;
  let stores: Stores;
  beforeAll(async () => {
    database = await createTestDatabase();
    stores = database.stores;
  });
  afterAll(() => database.drop());

  const eventsOf = (runId: string): Promise<readonly PodiumEvent[]> =>
    stores.events.listEvents({ run: runId }, 0, 10_000);
  const told = async (runId: string): Promise<readonly unknown[]> =>
    (await eventsOf(runId)).map(({ type, payload }) => ('trial' in payload ? [type, payload.trial] : [type]));
  const finishTrial = async (runId: string, number: number, score: number): Promise<void> => {
    await stores.trials.recordSuggestions(runId, [exampleSuggestion(number)]);
    const start = await stores.trials.startFold(runId, number, 0);
    if (start.kind !== 'train') throw new Error('the fold is finished already');
    await stores.trials.commitFold(start.lease, { score, seconds: 1.5, artifacts: 'a' }, 1);
  };

  test('each change of a run is one event, and a repeated call none', async () => {
    const twice = async (call: () => Promise<unknown>): Promise<void> => {
      await call();
      await call();
    };
    const submission = { file: '/tmp/out/submission.csv', rows: 4, contentHash: 'c', estimate: 0.81 };
    await twice(() => stores.runs.createRun(examplePlan('all'), {}));
    await twice(() =>
      stores.trials.recordSuggestions(
        'all',
        [2, 0, 4, 1, 3].map((n) => exampleSuggestion(n)),
      ),
    );
    for (const fold of [0, 1]) {
      const start = await stores.trials.startFold('all', 0, fold);
      if (start.kind !== 'train') throw new Error('the fold is finished already');
      const result = { score: 0.7 + fold / 10, seconds: 1, artifacts: 'a' };
      await twice(() => stores.trials.commitFold(start.lease, result, 2));
    }
    await twice(() => stores.trials.closeTrial('all', 1, 'failed', 'NaN loss'));
    await twice(() => stores.trials.closeTrial('all', 2, 'stopped', 'skipped'));
    await twice(() => stores.trials.closeTrial('all', 4, 'raced', 'far behind'));
    await twice(() => stores.ensembles.recordSubmission('all', 0, submission));
    const end = { runId: 'all', status: 'finished', failure: null, seconds: 9.5 } as const;
    await twice(() => stores.runs.finishRun(end));
    await stores.runs.finishRun({ ...end, status: 'cancelled' });

    const started = { family: 'lightgbm', sampler: 'tpe', reason: 'tpe: 6 good, 19 other' };
    const scored = { trial: 0, family: 'lightgbm', score: 0.75, seconds: 2 };
    const closed = { family: 'lightgbm', seconds: 0 };
    expect((await eventsOf('all')).map(({ type, payload }) => ({ type, payload }))).toEqual([
      { type: 'run.started', payload: { name: 'titanic', metric: 'accuracy', direction: 'max' } },
      ...[0, 1, 2, 3, 4].map((trial) => ({ type: 'trial.started', payload: { trial, ...started } })),
      { type: 'trial.finished', payload: scored },
      { type: 'trial.best', payload: scored },
      { type: 'trial.failed', payload: { trial: 1, reason: 'NaN loss', ...closed } },
      { type: 'trial.stopped', payload: { trial: 2, reason: 'skipped', ...closed } },
      { type: 'trial.raced', payload: { trial: 4, reason: 'far behind', ...closed } },
      { type: 'submission.ready', payload: { round: 0, file: submission.file, estimate: 0.81 } },
      { type: 'trial.stopped', payload: { trial: 3, reason: 'the run was finished first', ...closed } },
      { type: 'run.finished', payload: { seconds: 9.5, failure: null } },
    ]);
  });

  test.each([
    ['max', [0, 2]],
    ['min', [0, 3]],
  ] as const)('with direction %s the trials %j are the best of their time', async (direction, best) => {
    const run = `best-${direction}`;
    await stores.runs.createRun(examplePlan(run, { direction }), {});
    for (const [number, score] of [0.8, 0.8, 0.9, 0.7].entries()) await finishTrial(run, number, score);
    const found = (await told(run)).filter((event) => Array.isArray(event) && event[0] === 'trial.best');
    expect(found).toEqual(best.map((trial) => ['trial.best', trial]));
  });

  test.each(['failed', 'cancelled'] as const)('a run that is %s ends with its event', async (status) => {
    const run = `end-${status}`;
    await stores.runs.createRun(examplePlan(run), {});
    await stores.runs.finishRun({ runId: run, status, failure: 'no trial', seconds: 1 });
    const events = await eventsOf(run);
    expect(events.map(({ type }) => type)).toEqual(['run.started', `run.${status}`]);
    expect(events.map(endsRun)).toEqual([false, true]);
    expect(events[1]?.payload).toEqual({ seconds: 1, failure: 'no trial' });
  });

  test('that the budget is nearly spent is told once, and only while the run runs', async () => {
    const use = { usedSeconds: 54.5, budgetSeconds: 60 };
    for (const run of ['spent', 'over']) await stores.runs.createRun(examplePlan(run), {});
    await Promise.all([1, 2, 3].map(() => stores.runs.recordBudgetUse('spent', use)));
    await stores.runs.finishRun({ runId: 'over', status: 'finished', failure: null, seconds: 60 });
    await stores.runs.recordBudgetUse('over', use);
    expect((await eventsOf('spent')).slice(1)).toMatchObject([{ type: 'budget.nearly-spent', payload: use }]);
    expect(await told('over')).toEqual([['run.started'], ['run.finished']]);
  });

  test('nothing comes after the end of a run: a late submission is refused, a repeated one is none', async () => {
    const submission = { file: '/tmp/s.csv', rows: 4, contentHash: 'early', estimate: 0.81 };
    await stores.runs.createRun(examplePlan('late'), {});
    await stores.ensembles.recordSubmission('late', 0, submission);
    await stores.runs.finishRun({ runId: 'late', status: 'cancelled', failure: null, seconds: 1 });
    await stores.ensembles.recordSubmission('late', 0, submission);
    const another = stores.ensembles.recordSubmission('late', 1, { ...submission, contentHash: 'late' });
    await expect(another).rejects.toThrow(StaleAttemptError);
    expect(await told('late')).toEqual([['run.started'], ['submission.ready'], ['run.cancelled']]);
  });

  test('what a schedule skipped is told once an action, and belongs to the schedule', async () => {
    const skip = { reason: 'the data have not changed', lastRun: 'r' };
    for (const action of ['n-1', 'n-2', 'n-2', 'n-1']) {
      await stores.events.recordSkip('nightly', { ...skip, action });
    }
    await stores.events.recordSkip('weekly', { ...skip, action: 'n-1' });
    const events = await stores.events.listEvents({ schedule: 'nightly' }, 0, 10);
    expect(events).toMatchObject(
      ['n-1', 'n-2'].map((action) => ({
        ...{ type: 'schedule.skipped', schedule: 'nightly', payload: { ...skip, action } },
      })),
    );
    expect(await eventsOf('nightly')).toEqual([]);
  });

  test('lists what comes after an id, so many as asked, of that run only', async () => {
    await stores.runs.createRun(examplePlan('pages'), {});
    await stores.trials.recordSuggestions(
      'pages',
      [0, 1, 2, 3].map((n) => exampleSuggestion(n)),
    );
    await stores.runs.createRun(examplePlan('pages-2'), {});
    const all = await eventsOf('pages');
    expect(all).toHaveLength(5);
    expect(await stores.events.listEvents({ run: 'pages' }, all[1]?.id ?? NaN, 2)).toEqual(all.slice(2, 4));
    expect(await stores.events.listEvents({ run: 'pages' }, all[4]?.id ?? NaN, 2)).toEqual([]);
  });

  test('a change that is rolled back leaves no event', async () => {
    await stores.runs.createRun(examplePlan('undone'), {});
    const tx = await database.db.startTransaction().execute();
    await recordEvents(tx, 'undone', [{ type: 'run.cancelled', payload: { seconds: 1, failure: null } }]);
    await tx.rollback().execute();
    await finishTrial('undone', 0, 0.5);
    await expect(
      stores.trials.commitFold(
        { runId: 'undone', trial: 0, fold: 0, attempt: 2 },
        { score: 1, seconds: 1, artifacts: 'a' },
        1,
      ),
    ).rejects.toThrow(StaleAttemptError);
    // The commit of the row fails here: its event must go with it.
    await sql`alter table submissions add constraint refuse check (rows <> 13)`.execute(database.db);
    const refused = { file: 'x', rows: 13, contentHash: 'x', estimate: 1 };
    await expect(stores.ensembles.recordSubmission('undone', 0, refused)).rejects.toThrow('refuse');
    expect(await told('undone')).toEqual([
      ['run.started'],
      ['trial.started', 0],
      ['trial.finished', 0],
      ['trial.best', 0],
    ]);
  });

  test('with 8 at a time ids ascend in the order of commits and no reader skips one', async () => {
    const trials = 40;
    await stores.runs.createRun(examplePlan('crowd'), {});
    // A reader that only ever asks for what is newer misses any event that commits behind a greater id.
    const read: PodiumEvent[] = [];
    const writing = new AbortController();
    const reading = (async () => {
      let more: boolean;
      do {
        more = !writing.signal.aborted;
        read.push(...(await stores.events.listEvents({ run: 'crowd' }, read.at(-1)?.id ?? 0, 1000)));
      } while (more);
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, committer) => {
        for (let number = committer; number < trials; number += 8) {
          await finishTrial('crowd', number, ((number * 17) % trials) / trials);
        }
      }),
    );
    await stores.runs.finishRun({ runId: 'crowd', status: 'finished', failure: null, seconds: 1 });
    writing.abort();
    await reading;
    const events = await eventsOf('crowd');
    expect(read).toEqual(events);
    expect(events.at(-1)?.type).toBe('run.finished');
    expect(events.map(({ at }) => at.getTime())).toEqual(
      events.map(({ at }) => at.getTime()).sort((a, b) => a - b),
    );
    let best = -1;
    let finished = 0;
    for (const [place, event] of events.entries()) {
      if (event.type !== 'trial.finished') continue;
      finished++;
      const next = events[place + 1];
      expect(next?.type === 'trial.best' && next.payload.trial === event.payload.trial).toBe(
        event.payload.score > best,
      );
      best = Math.max(best, event.payload.score);
    }
    expect(finished).toBe(trials);
  });

  test('two that finish at once: the second waits for the first before it takes an id', async () => {
    await stores.runs.createRun(examplePlan('waits'), {});
    const first = await database.db.startTransaction().execute();
    await recordEvents(first, 'waits', [{ type: 'run.cancelled', payload: { seconds: 1, failure: null } }]);
    const second = stores.trials.recordSuggestions('waits', [exampleSuggestion(0)]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const meanwhile = await told('waits');
    await first.commit().execute();
    await second;
    expect(meanwhile).toEqual([['run.started']]);
    expect(await told('waits')).toEqual([['run.started'], ['run.cancelled'], ['trial.started', 0]]);
  });

  test('following hands over each event once, at once, also when its connection is killed', async () => {
    await stores.runs.createRun(examplePlan('followed'), {});
    const over = new AbortController();
    const got: PodiumEvent[] = [];
    const following = stores.events.follow(
      { run: 'followed' },
      0,
      (page) => void got.push(...page),
      over.signal,
    );
    const listeners = async (): Promise<readonly number[]> =>
      (
        await sql<{ pid: number }>`select pid from pg_stat_activity
          where datname = current_database() and application_name = 'podium listen' and query ilike 'listen%'`.execute(
          database.db,
        )
      ).rows.map(({ pid }) => pid);
    const counted = (count: number, timeout: number): Promise<void> =>
      expect.poll(() => got.length, { timeout, interval: 5 }).toBe(count);

    await expect.poll(listeners).toHaveLength(1);
    await counted(1, 1000);
    await finishTrial('followed', 0, 0.5);
    await counted(4, 1500); // announced: far sooner than the poll

    const [pid] = await listeners();
    await sql`select pg_terminate_backend(${pid}, 5000)`.execute(database.db);
    await finishTrial('followed', 1, 0.6);
    await counted(7, 3000); // read on reconnecting
    await expect.poll(listeners).not.toContain(pid);
    await finishTrial('followed', 2, 0.4);
    await counted(9, 1500);
    over.abort();
    await following;
    expect(got).toEqual(await eventsOf('followed'));
    await expect.poll(listeners).toEqual([]);
  });

  test('what onEvents throws ends the following', async () => {
    await stores.runs.createRun(examplePlan('thrown'), {});
    const failing = stores.events.follow(
      { run: 'thrown' },
      0,
      () => {
        throw new Error('disk full');
      },
      new AbortController().signal,
    );
    await expect(failing).rejects.toThrow('disk full');
  });
});
