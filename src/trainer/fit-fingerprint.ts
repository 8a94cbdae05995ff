import { createHash } from 'node:crypto';
import type { Dataset } from '../data/dataset.js';
import { packageVersion } from '../package-version.js';
import type { FitFoldTask } from './protocol.js';

/** To be raised when the code of a fit changes in a way that makes an older checkpoint wrong. */
const codeFormat = 1;

const hashes = new WeakMap<Dataset, string>();

/** A hash of all that a fit's result depends on: equal fingerprints, equal models. */
export function fitFingerprint(
  { family, parameters, seed, fold, metric, threads }: FitFoldTask,
  batchRows: number | null,
  dataset: Dataset,
): string {
  const fit = { codeFormat, packageVersion, family, parameters, seed, fold, metric, threads, batchRows };
  return createHash('sha256')
    .update(JSON.stringify({ ...fit, data: trainingHash(dataset) }))
    .digest('hex');
}

/** sha-256 over training rows, targets and folds; once a dataset. */
function trainingHash(dataset: Dataset): string {
  const known = hashes.get(dataset);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(dataset.target).update(dataset.fold);
  for (const column of dataset.train.columns) {
    hash.update(column.name).update(column.kind === 'numeric' ? column.values : column.codes);
  }
  const digest = hash.digest('hex');
  hashes.set(dataset, digest);
  return digest;
}
