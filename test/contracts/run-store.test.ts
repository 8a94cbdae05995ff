import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompetitionSpec } from '../../src/domain/competition.js';
import type { Stores } from '../../src/stores/postgres/index.js';
import { NotFoundError } from '../../src/stores/store-errors.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';
import { storeImplementations } from '../stores/implementations.js';

describe.each(storeImplementations)('run store: $name', ({ open }) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ stores, close } = await open());
  });
  afterAll(() => close());

  const finishTrial = async (runId: string, number: number, score: number): Promise<void> => {
    await stores.trials.recordSuggestions(runId, [exampleSuggestion(number)]);
    const start = await stores.trials.startFold(runId, number, 0);
    if (start.kind !== 'train') throw new Error('the fold is finished already');
    await stores.trials.commitFold(start.lease, { score, seconds: 1, artifacts: 'a' }, 1);
  };

  test('a run reads back as it was stored', async () => {
    const plan = examplePlan('read-back', { maxTrials: 7 });
    const before = Date.now();
    await stores.runs.createRun(plan, { path: '/data/titanic' });
    const run = await stores.runs.getRun('read-back');
    expect(run).toEqual({
      id: 'read-back',
      name: 'titanic',
      path: '/data/titanic',
      status: 'running',
      plan,
      startedAt: expect.any(Date) as Date,
      finishedAt: null,
      failure: null,
      seconds: null,
      ledger: null,
      trialsFinished: 0,
      bestScore: null,
    });
    expect(run.startedAt.getTime()).toBeGreaterThan(before - 1000);
    expect(run.startedAt.getTime()).toBeLessThan(Date.now() + 1000);
  });

  test('a second creation changes nothing', async () => {
    await stores.runs.createRun(examplePlan('twice'), {});
    await stores.runs.createRun(examplePlan('twice', { folds: 9, name: 'other' }), {});
    const run = await stores.runs.getRun('twice');
    expect(run.plan.folds).toBe(3);
    expect(run.name).toBe('titanic');
  });

  test('creations at the same time make one run of one competition', async () => {
    const plan = examplePlan('at-once', { dataHash: 'at-once' });
    await Promise.all(Array.from({ length: 8 }, () => stores.runs.createRun(plan, {})));
    const listed = await stores.runs.listRuns(1000);
    expect(listed.filter(({ id }) => id === 'at-once')).toHaveLength(1);
  });

  test.each([
    ['max', 0.9],
    ['min', 0.7],
  ] as const)('with direction %s the best score is %d', async (direction, best) => {
    const id = `best-${direction}`;
    await stores.runs.createRun(examplePlan(id, { direction }), {});
    await finishTrial(id, 0, 0.8);
    await finishTrial(id, 1, 0.9);
    await finishTrial(id, 2, 0.7);
    await stores.trials.recordSuggestions(id, [exampleSuggestion(3)]);
    expect(await stores.runs.getRun(id)).toMatchObject({ trialsFinished: 3, bestScore: best });
  });

  test('finishing closes the run, stops running trials and leaves others alone', async () => {
    await stores.runs.createRun(examplePlan('finish'), {});
    await finishTrial('finish', 0, 0.8);
    await stores.trials.recordSuggestions('finish', [exampleSuggestion(1), exampleSuggestion(2)]);
    await stores.trials.closeTrial('finish', 1, 'failed', 'NaN loss');
    await stores.runs.finishRun({ runId: 'finish', status: 'finished', failure: null, seconds: 12.5 });
    const run = await stores.runs.getRun('finish');
    expect(run).toMatchObject({ status: 'finished', failure: null, seconds: 12.5 });
    expect(run.finishedAt).toBeInstanceOf(Date);
    const trials = await stores.trials.listTrials('finish');
    expect(trials.map(({ state, failure }) => [state, failure])).toEqual([
      ['finished', null],
      ['failed', 'NaN loss'],
      ['stopped', 'the run was finished first'],
    ]);
  });

  test('a closed run stays as it is', async () => {
    await stores.runs.createRun(examplePlan('closed'), {});
    await stores.runs.finishRun({ runId: 'closed', status: 'failed', failure: 'no trial', seconds: 1 });
    const closed = await stores.runs.getRun('closed');
    await stores.runs.finishRun({ runId: 'closed', status: 'finished', failure: null, seconds: 2 });
    await stores.runs.createRun(examplePlan('closed'), {});
    expect(await stores.runs.getRun('closed')).toEqual(closed);
    expect(closed).toMatchObject({ status: 'failed', failure: 'no trial', seconds: 1 });
  });

  test('a run that is over is opened again with new totals, once for each opening', async () => {
    await stores.runs.createRun(examplePlan('again', { maxTrials: 5 }), {});
    const settings = { parallelism: 1, budgetSeconds: 90, maxTrials: 8, families: ['linear'] };
    await stores.runs.finishRun({ runId: 'again', status: 'failed', failure: 'x', seconds: 33, settings });
    expect((await stores.runs.getRun('again')).plan).toMatchObject(settings);
    const opening = { runId: 'again', opening: 'first', extension: { maxTrials: 9 }, usedSeconds: 33 };
    const opened = await stores.runs.reopenRun(opening);
    expect(opened).toMatchObject({ usedSeconds: 33, plan: { ...settings, maxTrials: 9 } });
    const run = await stores.runs.getRun('again');
    expect(run).toMatchObject({ status: 'running', finishedAt: null, failure: null, seconds: null });
    expect(await stores.runs.reopenRun({ ...opening, usedSeconds: 99 })).toEqual(opened);
    const events = await stores.events.listEvents({ run: 'again' }, 0, 100);
    expect(events.map(({ type }) => type)).toEqual(['run.started', 'run.failed', 'run.reopened']);
    await expect(stores.runs.reopenRun({ ...opening, runId: 'nowhere' })).rejects.toThrow(NotFoundError);
  });

  test('lists the newest first, so many as asked', async () => {
    for (const id of ['list-1', 'list-2', 'list-3']) await stores.runs.createRun(examplePlan(id), {});
    const listed = await stores.runs.listRuns(2);
    expect(listed.map(({ id }) => id)).toEqual(['list-3', 'list-2']);
  });

  test('finds the run that finished last on the same folder under the same name', async () => {
    const path = '/data/previous';
    const finish = async (id: string, spec: CompetitionSpec, status: 'finished' | 'failed' = 'finished') => {
      await stores.runs.createRun(examplePlan(id, { dataHash: `hash of ${id}` }), spec);
      const failure = status === 'failed' ? 'no trial' : null;
      await stores.runs.finishRun({ runId: id, status, failure, seconds: 1 });
    };
    const found = (spec: CompetitionSpec) => stores.runs.findPrevious(spec);
    expect(await found({ path })).toBeNull();
    await finish('p-1', { path, folds: 5 });
    await finish('p-2', { path, seed: 1, folds: 5, after: 'p-1' });
    await finish('p-3', { path, seed: 1, folds: 5 }, 'failed');
    await finish('p-4', { path, seed: 1, folds: 5, name: 'other' });
    await stores.runs.createRun(examplePlan('p-5'), { path });

    const last = { run: 'p-2', dataHash: 'hash of p-2' };
    expect(await found({ folds: 5, path, seed: 1 })).toEqual({ ...last, sameSpec: true });
    expect(await found({ folds: 4, path, seed: 1 })).toEqual({ ...last, sameSpec: false });
    expect(await found({ path, name: 'other' })).toMatchObject({ run: 'p-4', sameSpec: false });
  });

  test('says when there is no such run', async () => {
    await expect(stores.runs.getRun('nowhere')).rejects.toThrow(NotFoundError);
    await expect(stores.runs.getRun('nowhere')).rejects.toThrow('run nowhere not found');
  });
});
