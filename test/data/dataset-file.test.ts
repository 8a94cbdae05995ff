import { readdir, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readDataset, readSubmissionForm, writeDataset } from '../../src/data/dataset-file.js';
import type { Dataset, SubmissionForm } from '../../src/data/dataset.js';
import { readPredictions, writePredictions } from '../../src/data/predictions-file.js';
import { folderOf } from './competition-folder.js';

const dataset: Dataset = {
  task: 'multiclass',
  classes: ['a', 'b,"', 'ü'],
  train: {
    rows: 3,
    columns: [
      { kind: 'categorical', name: 'c', levels: 4, codes: Int32Array.of(-1, 3, 0) },
      { kind: 'numeric', name: 'n', values: Float64Array.of(1.5, NaN, -1e300) },
      { kind: 'categorical', name: 'd', levels: 1, codes: Int32Array.of(0, -1, 0) },
    ],
  },
  test: {
    rows: 1,
    columns: [
      { kind: 'categorical', name: 'c', levels: 4, codes: Int32Array.of(2) },
      { kind: 'numeric', name: 'n', values: Float64Array.of(0.1) },
      { kind: 'categorical', name: 'd', levels: 1, codes: Int32Array.of(-1) },
    ],
  },
  target: Float64Array.of(0, 2, 1),
  fold: Int32Array.of(1, 0, 1),
  folds: 2,
  profile: { task: 'multiclass', rows: 3, testRows: 1, numericColumns: 1, categoricalColumns: 2, outputs: 3 },
};

const form: SubmissionForm = {
  header: ['id', 'ü', 'a', 'b,"'],
  idColumn: 'id',
  ids: ['007'],
  testRow: Int32Array.of(0),
  output: 'class-probabilities',
  columnClass: [2, 0, 1],
};

test('a dataset comes back as it was, and writing again replaces it', async () => {
  const folder = join(await folderOf({}), 'deep', 'dataset');
  await writeDataset(folder, { ...dataset, folds: 9 }, form);
  await writeDataset(folder, dataset, form);
  expect(await readDataset(folder)).toEqual(dataset);
  expect(await readSubmissionForm(folder)).toEqual(form);
  expect(await readdir(dirname(folder))).toEqual(['dataset']);
});

test('a torn file is refused', async () => {
  const folder = join(await folderOf({}), 'dataset');
  await writeDataset(folder, dataset, form);
  await truncate(join(folder, 'train.numeric.f64'), 16);
  await expect(readDataset(folder)).rejects.toThrow(/train\.numeric\.f64 is torn: 16 bytes, expected 24/);
});

test('predictions come back as they were', async () => {
  const file = join(await folderOf({}), 'fold-0', 'oof.bin');
  const values = Float64Array.of(0.1, NaN, -0, 5e-324);
  await writePredictions(file, values.subarray(1));
  expect(await readPredictions(file)).toEqual(values.slice(1));
  expect(await readdir(dirname(file))).toEqual(['oof.bin']);
});

test('50,000 rows × 50 columns load in a moment', async () => {
  const folder = join(await folderOf({}), 'dataset');
  const rows = 50_000;
  const columns = Array.from({ length: 50 }, (_, at) => ({
    kind: 'numeric' as const,
    name: `n${at}`,
    values: Float64Array.from({ length: rows }, (_, row) => row * at),
  }));
  const wide = { ...dataset, train: { rows, columns }, test: { rows, columns } };
  await writeDataset(folder, { ...wide, target: new Float64Array(rows), fold: new Int32Array(rows) }, form);
  const started = performance.now();
  const { train } = await readDataset(folder);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(train.columns[49]).toEqual(columns[49]);
});
