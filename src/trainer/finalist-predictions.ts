import { join } from 'node:path';
import { weightedSum } from '../blending/weighted-sum.js';
import type { Dataset } from '../data/dataset.js';
import { readPredictions } from '../data/predictions-file.js';
import type { Finalist } from './protocol.js';

/** What one trial predicts, put together from its folds. */
export interface FinalistPredictions {
  readonly trial: number;
  /** Each row by the model that did not see it. */
  readonly oof: Float64Array; // [training rows × outputs]
  /** Mean of the folds' models. */
  readonly test: Float64Array; // [test rows × outputs]
}

/** Reads the folds of one finalist. @throws Error naming the file that is missing or of the wrong length */
export async function readFinalist(
  finalist: Finalist,
  dataset: Dataset,
  rowsOfFolds: readonly Int32Array[],
): Promise<FinalistPredictions> {
  const { trial, foldFolders } = finalist;
  const { outputs } = dataset.profile;
  if (foldFolders.length !== dataset.folds) {
    throw new Error(
      `trial ${String(trial)} has ${String(foldFolders.length)} folds, not ${String(dataset.folds)}`,
    );
  }
  const oof = new Float64Array(dataset.target.length * outputs);
  const tests: Float64Array[] = [];
  for (const [fold, folder] of foldFolders.entries()) {
    const rows = rowsOfFolds[fold] ?? new Int32Array(0);
    const held = await readExactly(join(folder, 'oof.bin'), rows.length * outputs);
    rows.forEach((row, i) => {
      oof.set(held.subarray(i * outputs, (i + 1) * outputs), row * outputs);
    });
    tests.push(await readExactly(join(folder, 'test.bin'), dataset.test.rows * outputs));
  }
  const share = tests.map(() => 1 / tests.length);
  return { trial, oof, test: weightedSum(tests, share) };
}

async function readExactly(file: string, length: number): Promise<Float64Array> {
  const values = await readPredictions(file);
  if (values.length === length) return values;
  throw new Error(`${file} holds ${String(values.length)} predictions, not ${String(length)}`);
}
