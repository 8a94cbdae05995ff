import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readDataset } from '../data/dataset-file.js';
import { takeRows, type Dataset } from '../data/dataset.js';
import { writePredictions } from '../data/predictions-file.js';
import { findMetric } from '../metrics/index.js';
import type { Metric } from '../metrics/metric.js';
import { loadFamily } from '../models/load-family.js';
import { chooseBatch } from './batch-choice.js';
import { fitFingerprint } from './fit-fingerprint.js';
import { foldCheckpoint, type FoldCheckpoint } from './fold-checkpoint.js';
import type { FitFoldTask, FitContext, FittedFold } from './protocol.js';

let cached: { readonly folder: string; readonly dataset: Dataset } | undefined;

/**
 * Trains on all folds but one, scores the rows of that one, predicts the test rows. Writes `oof.bin`
 * [held-out rows × outputs] and `test.bin` [test rows × outputs] into the task's folder. The model is not
 * kept: the same task gives the same model again.
 */
export async function fitFold(task: FitFoldTask, context: FitContext): Promise<FittedFold> {
  const started = performance.now();
  const dataset = await datasetIn(task.datasetFolder);
  const metric = findMetric(task.metric);
  if (metric === undefined) throw new Error(`unknown metric "${task.metric}"`);
  const family = await loadFamily(task.family);
  const { outputs } = dataset.profile;

  const training = rowsWhere(dataset.fold, (fold) => fold !== task.fold);
  const heldOut = rowsWhere(dataset.fold, (fold) => fold === task.fold);
  const batch = chooseBatch(family, training.length, task.parameters, task.halfBatch);
  const checkpoint =
    task.checkpoint === null
      ? null
      : foldCheckpoint(task.checkpoint, () => fitFingerprint(task, batch.rows, dataset), context.leave);
  const model = await family.fit({
    task: dataset.task,
    outputs,
    table: takeRows(dataset.train, training),
    target: transformed(metric, pick(dataset.target, training)),
    loss: metric.trainingLoss,
    parameters: task.parameters,
    seed: task.seed,
    threads: task.threads,
    signal: context.signal,
    ...(batch.rows === null ? {} : { batchRows: batch.rows }),
    ...(checkpoint === null ? {} : { checkpoint }),
    progress: (done, note) => {
      context.progress(done, note);
    },
  });
  try {
    const oof = restored(metric, await model.predict(takeRows(dataset.train, heldOut)));
    const test = restored(metric, await model.predict(dataset.test));
    refuseNonFinite(oof);
    refuseNonFinite(test);
    const score = metric.score({ target: pick(dataset.target, heldOut), prediction: oof, outputs });
    if (!Number.isFinite(score)) throw new Error(`${metric.id} is undefined on fold ${String(task.fold)}`);
    await mkdir(task.outFolder, { recursive: true });
    await Promise.all([
      writePredictions(join(task.outFolder, 'oof.bin'), oof),
      writePredictions(join(task.outFolder, 'test.bin'), test),
    ]);
    const resumed = checkpoint?.resumed() ?? null;
    return {
      score,
      seconds: (resumed?.seconds ?? 0) + (performance.now() - started) / 1000,
      note: noteOf(batch.note, resumed),
    };
  } finally {
    model.dispose();
  }
}

function noteOf(batchNote: string | null, resumed: ReturnType<FoldCheckpoint['resumed']>): string | null {
  const resumedNote = resumed && `went on from ${resumed.note} of attempt ${String(resumed.attempt)}`;
  const notes = [batchNote, resumedNote].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join('; ');
}

async function datasetIn(folder: string): Promise<Dataset> {
  if (cached?.folder !== folder) cached = { folder, dataset: await readDataset(folder) };
  return cached.dataset;
}

function rowsWhere(fold: Int32Array, keep: (fold: number) => boolean): Int32Array {
  const rows: number[] = [];
  fold.forEach((value, row) => {
    if (keep(value)) rows.push(row);
  });
  return Int32Array.from(rows);
}

function pick(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? NaN);
}

function transformed(metric: Metric, target: Float64Array): Float64Array {
  return metric.targetTransform === 'log1p' ? target.map((value) => Math.log1p(value)) : target;
}

function restored(metric: Metric, prediction: Float64Array): Float64Array {
  return metric.targetTransform === 'log1p'
    ? prediction.map((value) => Math.max(0, Math.expm1(value)))
    : prediction;
}

function refuseNonFinite(prediction: Float64Array): void {
  const row = prediction.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) throw new Error(`prediction ${String(row)} is ${String(prediction[row])}`);
}
