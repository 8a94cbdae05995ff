import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeDataset } from '../../src/data/dataset-file.js';
import type { Dataset, SubmissionForm } from '../../src/data/dataset.js';
import { readPredictions, writePredictions } from '../../src/data/predictions-file.js';
import { blenders } from '../../src/blending/index.js';
import { fitBlend } from '../../src/trainer/fit-blend.js';
import type { FitBlendTask } from '../../src/trainer/protocol.js';

const target = [10, 20, 30, 40, 50, 60];
const fold = [1, 0, 1, 0, 1, 0];
// Errors of the members by training row; +3 and −3 cancel.
const errors = new Map([
  [4, [3, 3, -3, -3, 3, 3]],
  [7, [-3, -3, 3, 3, -3, -3]],
  [9, [3.001, 3.001, -3.001, -3.001, 3.001, 3.001]],
]);
/** Test predictions of trial 4 by fold, then of the others. */
const tests = new Map([
  [
    4,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    7,
    [
      [10, 20],
      [10, 20],
    ],
  ],
  [
    9,
    [
      [0, 0],
      [0, 0],
    ],
  ],
]);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fit-blend-'));
  const values = (numbers: readonly number[]) => Float64Array.from(numbers);
  const table = (numbers: readonly number[]) => ({
    rows: numbers.length,
    columns: [{ kind: 'numeric', name: 'x', values: values(numbers) } as const],
  });
  const dataset: Dataset = {
    task: 'regression',
    classes: [],
    train: table(target),
    test: table([1, 2]),
    target: values(target),
    fold: Int32Array.from(fold),
    folds: 2,
    profile: {
      task: 'regression',
      rows: 6,
      testRows: 2,
      numericColumns: 1,
      categoricalColumns: 0,
      outputs: 1,
    },
  };
  const form: SubmissionForm = {
    header: ['id', 'y'],
    idColumn: 'id',
    ids: ['1', '2'],
    testRow: Int32Array.of(0, 1),
    output: 'values',
    columnClass: [],
  };
  await writeDataset(join(folder, 'dataset'), dataset, form);
  for (const [trial, missed] of errors) {
    for (const held of [0, 1]) {
      const place = join(folder, `trial-${String(trial)}`, String(held));
      await mkdir(place, { recursive: true });
      const rows = [...fold.keys()].filter((row) => fold[row] === held);
      const oof = rows.map((row) => (target[row] as number) + (missed[row] as number));
      await writePredictions(join(place, 'oof.bin'), values(oof));
      await writePredictions(join(place, 'test.bin'), values(tests.get(trial)?.[held] ?? []));
    }
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function taskFor(trials: readonly number[]): FitBlendTask {
  return {
    kind: 'fit-blend',
    datasetFolder: join(folder, 'dataset'),
    metric: 'rmse',
    seed: 1,
    finalists: trials.map((trial) => ({
      trial,
      foldFolders: [0, 1].map((held) => join(folder, `trial-${String(trial)}`, String(held))),
    })),
    outFolder: join(folder, 'out'),
  };
}

const context = { signal: new AbortController().signal, progress: () => undefined };

describe('fitBlend', () => {
  it('finds members whose errors cancel and drops the copy of a better one', async () => {
    const notes: number[] = [];
    const { ensembles } = await fitBlend(taskFor([4, 7, 9]), {
      ...context,
      progress: (done) => notes.push(done),
    });
    expect(ensembles.map(({ blender }) => blender)).toEqual(blenders.map(({ id }) => id));
    const byId = new Map(ensembles.map((ensemble) => [ensemble.blender, ensemble]));
    expect(byId.get('best-single')).toMatchObject({ score: 3, estimate: 3, estimateSd: 0, chosen: false });
    expect(byId.get('best-single')?.members).toEqual([{ trial: 4, weight: 1 }]);
    // Average, learned weights and greedy selection are all without error: the simplest is taken.
    expect(byId.get('average')).toMatchObject({
      members: [
        { trial: 4, weight: 0.5 },
        { trial: 7, weight: 0.5 },
      ],
      score: 0,
      estimate: 0,
      chosen: true,
    });
    expect(byId.get('greedy-selection')?.estimate).toBe(0);
    expect(ensembles.filter(({ chosen }) => chosen)).toHaveLength(1);
    expect(notes).toEqual([...notes].sort((a, b) => a - b));
    expect(notes.at(-1)).toBeLessThan(1);
  });

  it('writes predictions of every blender, test rows as the mean over folds', async () => {
    await fitBlend(taskFor([4, 7]), context);
    const single = join(folder, 'out', 'best-single');
    expect([...(await readPredictions(join(single, 'oof.bin')))]).toEqual([13, 23, 27, 37, 53, 63]);
    expect([...(await readPredictions(join(single, 'test.bin')))]).toEqual([2, 3]);
    const average = join(folder, 'out', 'average');
    expect([...(await readPredictions(join(average, 'oof.bin')))]).toEqual(target);
    expect([...(await readPredictions(join(average, 'test.bin')))]).toEqual([6, 11.5]);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(blenders.map(({ id }) => id).sort());
  });

  it('takes a lone finalist by every blender and chooses the simplest', async () => {
    const { ensembles } = await fitBlend(taskFor([7]), context);
    for (const ensemble of ensembles) {
      expect(ensemble.members).toEqual([{ trial: 7, weight: 1 }]);
      expect(ensemble.estimate).toBeCloseTo(3, 12);
    }
    expect(ensembles.find(({ chosen }) => chosen)?.blender).toBe('best-single');
  });

  it('names the file that does not fit the folds', async () => {
    const torn = join(folder, 'trial-7', '1', 'oof.bin');
    await writePredictions(torn, Float64Array.of(1, 2));
    await expect(fitBlend(taskFor([4, 7]), context)).rejects.toThrow(`${torn} holds 2 predictions, not 3`);
  });

  it('ends when it is aborted, between two steps', async () => {
    const abort = new AbortController();
    const fitting = fitBlend(taskFor([4, 7]), {
      signal: abort.signal,
      progress: (done) => {
        if (done > 0.3) abort.abort();
      },
    });
    await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(join(folder, 'out'))).not.toContain('greedy-selection');
  });

  it('refuses to blend nothing and metrics it does not know', async () => {
    await expect(fitBlend(taskFor([]), context)).rejects.toThrow('no finalists');
    await expect(fitBlend({ ...taskFor([4]), metric: 'rmsd' }, context)).rejects.toThrow('"rmsd"');
  });
});
