import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Blender, BlendRequest } from '../blending/blender.js';
import { foldScores, honestFoldScore, meanAndSd } from '../blending/honest-estimate.js';
import { blenders } from '../blending/index.js';
import { pruneByDiversity } from '../blending/prune-by-diversity.js';
import { rowsByFold } from '../blending/row-selection.js';
import { readDataset } from '../data/dataset-file.js';
import { writePredictions } from '../data/predictions-file.js';
import { findMetric } from '../metrics/index.js';
import { toLoss, type Metric } from '../metrics/metric.js';
import { readFinalist, type FinalistPredictions } from './finalist-predictions.js';
import type { FitBlendTask, TaskContext, TrainerResults } from './protocol.js';

type Ensemble = TrainerResults['fit-blend']['ensembles'][number];

/** Estimates closer than this are equal; the simpler blender is taken. */
const tie = 1e-9;

/** What all blenders of one round share. */
interface Round {
  readonly members: readonly FinalistPredictions[];
  readonly request: BlendRequest;
  readonly fold: Int32Array; // [training rows]
  readonly rowsOfFolds: readonly Int32Array[];
  readonly outFolder: string;
  /** Lets the event loop turn, ends an aborted task, tells what was done. */
  step(note: string): Promise<void>;
}

/** Fits each blender on the finalists' out-of-fold rows and marks the one with the best honest estimate. */
export async function fitBlend(
  task: FitBlendTask,
  context: TaskContext,
): Promise<TrainerResults['fit-blend']> {
  if (task.finalists.length === 0) throw new Error('no finalists to blend');
  const metric = findMetric(task.metric);
  if (metric === undefined) throw new Error(`unknown metric "${task.metric}"`);
  const round = await openRound(task, metric, context);
  const fitted: Ensemble[] = [];
  for (const blender of blenders) fitted.push(await fitOne(blender, round));
  const chosen = indexOfBest(fitted, metric);
  return { ensembles: fitted.map((ensemble, i) => ({ ...ensemble, chosen: i === chosen })) };
}

async function openRound(task: FitBlendTask, metric: Metric, context: TaskContext): Promise<Round> {
  const dataset = await readDataset(task.datasetFolder);
  const rowsOfFolds = rowsByFold(dataset.fold, dataset.folds);
  const all: FinalistPredictions[] = [];
  for (const finalist of task.finalists) {
    context.signal.throwIfAborted();
    all.push(await readFinalist(finalist, dataset, rowsOfFolds));
  }
  const shared = { target: dataset.target, outputs: dataset.profile.outputs, metric };
  const kept = new Set(pruneByDiversity({ ...shared, predictions: all.map(({ oof }) => oof) }));
  const members = all.filter((_, member) => kept.has(member));
  const steps = blenders.length * (dataset.folds + 1);
  let done = 0;
  return {
    members,
    request: { ...shared, predictions: members.map(({ oof }) => oof), seed: task.seed },
    fold: dataset.fold,
    rowsOfFolds,
    outFolder: task.outFolder,
    async step(note) {
      await setImmediate();
      context.signal.throwIfAborted();
      context.progress(done++ / steps, note);
    },
  };
}

async function fitOne(blender: Blender, round: Round): Promise<Ensemble> {
  const { members, request, fold, rowsOfFolds } = round;
  const honest: number[] = [];
  for (const [held, rows] of rowsOfFolds.entries()) {
    await round.step(`${blender.id}, fold ${String(held + 1)} of ${String(rowsOfFolds.length)}`);
    honest.push(honestFoldScore(blender, request, fold, held, rows));
  }
  await round.step(`${blender.id}, all rows`);
  const blend = blender.fit(request);
  const oof = blend.combine(request.predictions);
  const test = blend.combine(members.map((member) => member.test));
  await writeBlend(join(round.outFolder, blender.id), oof, test, request.metric);
  const { target, outputs, metric } = request;
  const { mean: estimate, sd: estimateSd } = meanAndSd(honest);
  return {
    blender: blender.id,
    members: members.flatMap(({ trial }, member) => {
      const weight = blend.weights[member] ?? 0;
      return weight !== 0 ? [{ trial, weight }] : [];
    }),
    score: meanAndSd(foldScores(metric, oof, target, outputs, rowsOfFolds)).mean,
    estimate,
    estimateSd,
    chosen: false,
  };
}

async function writeBlend(
  folder: string,
  oof: Float64Array,
  test: Float64Array,
  metric: Metric,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writePredictions(join(folder, 'oof.bin'), withinRange(oof, metric));
  await writePredictions(join(folder, 'test.bin'), withinRange(test, metric));
}

/** Weights that sum to 1 + 2e-16 must not make a probability above 1. */
function withinRange(prediction: Float64Array, metric: Metric): Float64Array {
  return metric.needs === 'values' ? prediction : prediction.map((chance) => Math.min(1, chance));
}

function indexOfBest(ensembles: readonly Ensemble[], metric: Metric): number {
  let best = 0;
  let smallest = Infinity;
  ensembles.forEach(({ estimate }, i) => {
    const loss = toLoss(metric.direction, estimate);
    if (loss < smallest - tie) {
      best = i;
      smallest = loss;
    }
  });
  return best;
}
