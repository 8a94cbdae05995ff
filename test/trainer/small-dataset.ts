import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDataset } from '../../src/data/dataset-file.js';
import type { Dataset } from '../../src/data/dataset.js';
import { seededRandom } from '../../src/domain/seeded-random.js';

const rows = 60;
const testRows = 10;
const folds = 3;

/** A new folder with a two-class dataset in which the first column tells the class most of the time. */
export async function writeSmallDataset(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podium-test-dataset-'));
  const random = seededRandom('small-dataset');
  const target = Float64Array.from({ length: rows }, () => random.int(2));
  const table = (count: number, shift: (row: number) => number) => ({
    rows: count,
    columns: [
      {
        kind: 'numeric' as const,
        name: 'a',
        values: Float64Array.from({ length: count }, (_, row) => shift(row) + random.normal()),
      },
      {
        kind: 'categorical' as const,
        name: 'b',
        codes: new Int32Array(count).map(() => random.int(3)),
        levels: 3,
      },
    ],
  });
  const dataset: Dataset = {
    task: 'binary',
    classes: ['0', '1'],
    train: table(rows, (row) => 3 * (target[row] ?? 0)),
    test: table(testRows, () => 0),
    target,
    fold: Int32Array.from({ length: rows }, (_, row) => row % folds),
    folds,
    profile: { task: 'binary', rows, testRows, numericColumns: 1, categoricalColumns: 1, outputs: 1 },
  };
  await writeDataset(join(folder, 'dataset'), dataset, {
    header: ['id', 'y'],
    idColumn: 'id',
    ids: Array.from({ length: testRows }, (_, row) => String(row)),
    testRow: Int32Array.from({ length: testRows }, (_, row) => row),
    output: 'labels',
    columnClass: [],
  });
  return folder;
}
