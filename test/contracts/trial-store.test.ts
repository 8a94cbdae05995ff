import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stores } from '../../src/stores/postgres/index.js';
import { NotFoundError, StaleAttemptError } from '../../src/stores/store-errors.js';
import type { FoldLease } from '../../src/stores/trial-store.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';
import { storeImplementations } from '../stores/implementations.js';

describe.each(storeImplementations)('trial store: $name', ({ open }) => {
  let stores: Stores;
  let close: () => Promise<void>;
  let runs = 0;
  beforeAll(async () => {
    ({ stores, close } = await open());
  });
  afterAll(() => close());

  /** A new run with trials 0 … count-1. */
  const newRun = async (count: number): Promise<string> => {
    const id = `run-${runs++}`;
    await stores.runs.createRun(examplePlan(id), {});
    await stores.trials.recordSuggestions(
      id,
      Array.from({ length: count }, (_, i) => exampleSuggestion(i)),
    );
    return id;
  };
  const lease = async (run: string, trial: number, fold: number): Promise<FoldLease> => {
    const start = await stores.trials.startFold(run, trial, fold);
    if (start.kind !== 'train') throw new Error('the fold is finished already');
    return start.lease;
  };
  const commit = (held: FoldLease, score: number, folds = 3): Promise<void> =>
    stores.trials.commitFold(held, { score, seconds: score * 10, artifacts: `key-${held.attempt}` }, folds);

  describe('suggestions', () => {
    test('read back exactly', async () => {
      const run = await newRun(0);
      const asked = [
        exampleSuggestion(0, { parameters: { x: 1e-12, y: 0.1 + 0.2, z: Number.MIN_VALUE }, visible: [] }),
        exampleSuggestion(1, { parameters: {}, reason: `it's "quoted" \\ ü` }),
      ];
      expect(await stores.trials.recordSuggestions(run, asked)).toEqual(asked);
      const [first, second] = await stores.trials.listTrials(run);
      expect(first).toMatchObject(asked[0] as object);
      expect(second).toMatchObject(asked[1] as object);
    });

    test('a number stored already keeps what it has', async () => {
      const run = await newRun(1);
      const other = exampleSuggestion(0, { family: 'linear', seed: 1 });
      expect(await stores.trials.recordSuggestions(run, [exampleSuggestion(1), other])).toEqual([
        exampleSuggestion(0),
        exampleSuggestion(1),
      ]);
    });

    test('nothing is recorded for a run that is absent or closed', async () => {
      await expect(stores.trials.recordSuggestions('nowhere', [exampleSuggestion(0)])).rejects.toThrow(
        NotFoundError,
      );
      const run = await newRun(1);
      await stores.runs.finishRun({ runId: run, status: 'cancelled', failure: null, seconds: 1 });
      await expect(stores.trials.recordSuggestions(run, [exampleSuggestion(1)])).rejects.toThrow(
        StaleAttemptError,
      );
      expect(await stores.trials.recordSuggestions(run, [exampleSuggestion(0)])).toEqual([
        exampleSuggestion(0),
      ]);
    });
  });

  describe('folds', () => {
    test('a start brings the suggestion and a first lease', async () => {
      const run = await newRun(2);
      expect(await stores.trials.startFold(run, 1, 2)).toEqual({
        kind: 'train',
        lease: { runId: run, trial: 1, fold: 2, attempt: 1 },
        suggestion: exampleSuggestion(1),
        halfBatch: false,
      });
    });

    test('a start for a trial that does not exist is refused', async () => {
      const run = await newRun(1);
      await expect(stores.trials.startFold(run, 1, 0)).rejects.toThrow(NotFoundError);
      await expect(stores.trials.startFold('nowhere', 0, 0)).rejects.toThrow(NotFoundError);
    });

    test('the last fold finishes the trial with the mean score and the summed seconds', async () => {
      const run = await newRun(1);
      const scores = [0.1, 0.7, 0.4];
      for (const fold of [2, 0, 1]) {
        expect((await stores.trials.history(run))[0]).toMatchObject({ state: 'running', score: null });
        await commit(await lease(run, 0, fold), scores[fold] as number);
      }
      const [trial] = await stores.trials.listTrials(run);
      expect(trial?.state).toBe('finished');
      expect(trial?.score).toBe((0.1 + 0.7 + 0.4) / 3);
      expect(trial?.seconds).toBe(1 + 7 + 4);
      expect(trial?.failure).toBeNull();
      expect(trial?.finishedAt).toBeInstanceOf(Date);
      expect(trial?.folds).toEqual(
        scores.map((score, fold) => ({
          ...{ fold, score, seconds: score * 10 },
          ...{ attempt: 1, artifacts: 'key-1', note: null },
        })),
      );
    });

    test('a finished fold is not trained again', async () => {
      const run = await newRun(1);
      await commit(await lease(run, 0, 1), 0.25);
      expect(await stores.trials.startFold(run, 0, 1)).toEqual({
        kind: 'finished',
        result: { fold: 1, score: 0.25, seconds: 2.5 },
      });
    });

    test('an older attempt cannot commit, before or after the newer one has', async () => {
      const run = await newRun(1);
      const older = await lease(run, 0, 0);
      const newer = await lease(run, 0, 0);
      expect(newer.attempt).toBe(2);
      await expect(commit(older, 0.1)).rejects.toThrow(StaleAttemptError);
      await commit(newer, 0.9);
      await expect(commit(older, 0.1)).rejects.toThrow(StaleAttemptError);
      const [trial] = await stores.trials.listTrials(run);
      const result = { fold: 0, score: 0.9, seconds: 9 };
      expect(trial?.folds).toEqual([{ ...result, attempt: 2, artifacts: 'key-2', note: null }]);
    });

    test('a commit may be repeated and keeps the first result', async () => {
      const run = await newRun(1);
      const held = await lease(run, 0, 0);
      await commit(held, 0.5, 1);
      await commit(held, 0.6, 1);
      expect((await stores.trials.history(run))[0]).toMatchObject({ state: 'finished', score: 0.5 });
    });

    test('half the batch is for every later attempt at any fold of the trial, and for no other trial', async () => {
      const run = await newRun(2);
      const held = await lease(run, 0, 0);
      await stores.trials.halveBatch(held);
      await stores.trials.halveBatch(held);
      const halfBatch = async (trial: number, fold: number): Promise<unknown> => {
        const start = await stores.trials.startFold(run, trial, fold);
        return start.kind === 'train' && start.halfBatch;
      };
      expect(await Promise.all([halfBatch(0, 0), halfBatch(0, 1), halfBatch(1, 0)])).toEqual([
        ...[true, true, false],
      ]);
      await expect(stores.trials.halveBatch(held)).rejects.toThrow(StaleAttemptError);
      expect((await stores.trials.listTrials(run)).map((trial) => trial.halfBatch)).toEqual([true, false]);
    });

    test('a commit keeps what it tells of the fit', async () => {
      const run = await newRun(1);
      const result = { score: 1, seconds: 1, artifacts: 'a', note: 'went on from epoch 3/9 of attempt 1' };
      await stores.trials.commitFold(await lease(run, 0, 0), result, 1);
      expect((await stores.trials.listTrials(run))[0]?.folds[0]?.note).toBe(result.note);
    });

    test('a lease that was never given cannot commit', async () => {
      const run = await newRun(1);
      const held = await lease(run, 0, 0);
      await expect(commit({ ...held, attempt: 5 }, 0.5)).rejects.toThrow(StaleAttemptError);
      await expect(commit({ ...held, fold: 1 }, 0.5)).rejects.toThrow(StaleAttemptError);
      await expect(commit({ ...held, trial: 1 }, 0.5)).rejects.toThrow(StaleAttemptError);
    });

    test.each([NaN, Infinity, -Infinity])('a score of %d is never stored', async (score) => {
      const run = await newRun(1);
      await expect(commit(await lease(run, 0, 0), score, 1)).rejects.toThrow(RangeError);
      const [trial] = await stores.trials.listTrials(run);
      expect(trial).toMatchObject({ state: 'running', score: null, folds: [] });
    });
  });

  describe('closing', () => {
    test.each(['failed', 'stopped', 'raced'] as const)(
      'a running trial becomes %s with its reason',
      async (state) => {
        const run = await newRun(1);
        await commit(await lease(run, 0, 0), 0.5);
        await stores.trials.closeTrial(run, 0, state, 'why');
        const [trial] = await stores.trials.listTrials(run);
        expect(trial).toMatchObject({ state, failure: 'why', score: null, seconds: 5 });
        expect(trial?.folds).toHaveLength(1);
        expect(trial?.finishedAt).toBeInstanceOf(Date);
      },
    );

    test('no fold of a closed trial starts or commits, finished ones are still told', async () => {
      const run = await newRun(1);
      await commit(await lease(run, 0, 0), 0.5);
      const held = await lease(run, 0, 1);
      await stores.trials.closeTrial(run, 0, 'stopped', 'skipped');
      await expect(commit(held, 0.5)).rejects.toThrow(StaleAttemptError);
      await expect(stores.trials.startFold(run, 0, 1)).rejects.toThrow(StaleAttemptError);
      await expect(stores.trials.startFold(run, 0, 2)).rejects.toThrow(/trial 0 .* stopped/);
      expect(await stores.trials.startFold(run, 0, 0)).toMatchObject({ kind: 'finished' });
    });

    test('a finished, failed or stopped trial is left alone', async () => {
      const run = await newRun(3);
      await commit(await lease(run, 0, 0), 0.5, 1);
      await stores.trials.closeTrial(run, 1, 'failed', 'first', 'NotFinite');
      await stores.trials.closeTrial(run, 2, 'stopped', 'first');
      expect((await stores.trials.listTrials(run))[1]?.failureType).toBe('NotFinite');
      const before = await stores.trials.listTrials(run);
      for (const number of [0, 1, 2, 3]) await stores.trials.closeTrial(run, number, 'failed', 'later');
      expect(await stores.trials.listTrials(run)).toEqual(before);
      expect(before.map(({ state }) => state)).toEqual(['finished', 'failed', 'stopped']);
    });
  });

  test('history lists trials by number and only those of the run', async () => {
    const run = await newRun(0);
    await newRun(2);
    await stores.trials.recordSuggestions(run, [exampleSuggestion(2), exampleSuggestion(0)]);
    const { parameters, family } = exampleSuggestion(0);
    const history = await stores.trials.history(run);
    expect(history.map(({ number }) => number)).toEqual([0, 2]);
    expect(history[0]).toEqual({
      number: 0,
      family,
      parameters,
      state: 'running',
      score: null,
      seconds: null,
      foldScores: null,
    });
  });

  test('history has the fold scores of finished trials, in fold order', async () => {
    const run = await newRun(2);
    await commit(await lease(run, 0, 1), 0.1 + 0.2, 2);
    await commit(await lease(run, 0, 0), 0.7, 2);
    await commit(await lease(run, 1, 0), 0.9, 2);
    const history = await stores.trials.history(run);
    expect(history.map(({ foldScores }) => foldScores)).toEqual([[0.7, 0.1 + 0.2], null]);
  });

  test('what a suggestion saw and what its race demands comes back as it was', async () => {
    const run = await newRun(0);
    const race = { worstFirstFold: 0.1 + 0.2, against: 'the best 3 of its kind 0.8 ± 0.1' };
    const suggestion = exampleSuggestion(0, { race, blendRound: 4 });
    expect(await stores.trials.recordSuggestions(run, [suggestion])).toEqual([suggestion]);
    expect(await stores.trials.startFold(run, 0, 0)).toMatchObject({ suggestion });
    expect((await stores.trials.listTrials(run))[0]).toMatchObject(suggestion);
  });
});
