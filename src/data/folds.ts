import { createHash } from 'node:crypto';
import type { TaskKind } from '../domain/competition.js';
import { seededRandom, shuffled } from '../domain/seeded-random.js';

/** Bins of equal size that a regression target is cut into for stratification. */
const quantileBins = 20;

/**
 * Draws the fold of each row, stratified by class or by quantile of the target: fold sizes differ by one at
 * most, and each class is spread as evenly as its rows allow. Same arguments, same folds.
 */
export function drawFolds(task: TaskKind, target: Float64Array, folds: number, seed: number): Int32Array {
  const random = seededRandom(seed, 'folds');
  const rows = shuffled(Array.from(target.keys()), random);
  const stratum = task === 'regression' ? quantileStrata(target, rows, folds) : target;
  rows.sort((a, b) => (stratum[a] ?? 0) - (stratum[b] ?? 0));
  const names = shuffled(
    Array.from({ length: folds }, (_, fold) => fold),
    random,
  );
  const result = new Int32Array(target.length);
  for (const [at, row] of rows.entries()) result[row] = names[at % folds] ?? 0;
  return result;
}

/** sha-256 over the folds, four bytes a row. */
export function hashFolds(fold: Int32Array): string {
  return createHash('sha256').update(fold).digest('hex');
}

function quantileStrata(target: Float64Array, rows: readonly number[], folds: number): Int32Array {
  const bins = Math.max(1, Math.min(quantileBins, Math.floor(rows.length / folds)));
  const strata = new Int32Array(target.length);
  const sorted = [...rows].sort((a, b) => (target[a] ?? 0) - (target[b] ?? 0));
  for (const [at, row] of sorted.entries()) strata[row] = Math.floor((at * bins) / sorted.length);
  return strata;
}
