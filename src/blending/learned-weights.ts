import type { Blender } from './blender.js';
import { minimiseOnSimplex } from './simplex-quadratic.js';
import { subSample } from './sub-sample.js';
import { rowLossFor, type RowLoss } from './training-loss.js';
import { weightedBlend, weightedSum } from './weighted-sum.js';

const maxSteps = 40;
/** Shares below this are dropped. */
const smallestWeight = 1e-4;

/**
 * Weights ≥ 0 with sum 1 that minimise the metric's training loss (see training-loss.ts), by sequential
 * quadratic programming on the simplex: Kim, Carbonetto, Stephens & Anitescu (2020), "A fast algorithm for
 * maximum likelihood estimation of mixture proportions". Large requests are fitted on a sample of the rows.
 */
export const learnedWeights: Blender = {
  id: 'learned-weights',
  fit(request) {
    const sample = subSample(request);
    const { predictions, target, outputs } = sample;
    const rowLoss = rowLossFor(sample);
    const columns = predictions.map((prediction) => rowLoss.column(prediction, target, outputs));
    return weightedBlend(withoutCrumbs(minimise(columns, target, rowLoss)));
  },
};

function minimise(columns: readonly Float64Array[], target: Float64Array, rowLoss: RowLoss): number[] {
  let weights = columns.map(() => 1 / columns.length);
  let blend = weightedSum(columns, weights);
  let loss = meanLoss(blend, target, rowLoss);
  for (let step = 0; step < maxSteps; step++) {
    const { a, b } = quadraticModel(columns, blend, target, rowLoss);
    const goal = minimiseOnSimplex(a, b, weights);
    const promised = goal.reduce(
      (sum, weight, i) => sum + (weight - (weights[i] as number)) * (b[i] as number),
      0,
    );
    const goalBlend = weightedSum(columns, goal);
    const next = searchLine(blend, goalBlend, loss, promised, target, rowLoss);
    if (next === undefined) break;
    weights = weights.map((weight, i) => weight + next.share * ((goal[i] as number) - weight));
    const gain = loss - next.loss;
    blend = weightedSum(columns, weights);
    loss = next.loss;
    if (gain <= 1e-7 * Math.abs(loss)) break;
  }
  return weights;
}

/**
 * Second-order model of the mean loss around `blend`, in the weights: columns are counted from the blend,
 * which changes nothing as weights sum to 1 and keeps the numbers small.
 */
function quadraticModel(
  columns: readonly Float64Array[],
  blend: Float64Array,
  target: Float64Array,
  rowLoss: RowLoss,
): { readonly a: Float64Array; readonly b: Float64Array } {
  const rows = target.length;
  const size = columns.length;
  const slope = blend.map((value, row) => rowLoss.slope(value, target[row] as number) / rows);
  const root = blend.map((value, row) => Math.sqrt(rowLoss.curvature(value, target[row] as number) / rows));
  const scaled = columns.map((column) =>
    column.map((value, row) => (value - (blend[row] as number)) * (root[row] as number)),
  );
  const a = new Float64Array(size * size); // [members × members]
  const b = new Float64Array(size); // [members]
  let trace = 0;
  scaled.forEach((left, i) => {
    for (let j = 0; j <= i; j++) {
      const product = dot(left, scaled[j] as Float64Array);
      a[i * size + j] = product;
      a[j * size + i] = product;
    }
    trace += a[i * size + i] as number;
    let sum = 0;
    const column = columns[i] as Float64Array;
    for (let row = 0; row < rows; row++) {
      sum += ((column[row] as number) - (blend[row] as number)) * (slope[row] as number);
    }
    b[i] = sum;
  });
  // A trace of ridge: members that are alike share their weight.
  for (let i = 0; i < size; i++) a[i * size + i] = (a[i * size + i] as number) + (1e-9 * trace) / size;
  return { a, b };
}

/** Halves the step until the loss falls as promised (Armijo); undefined where it does not. */
function searchLine(
  from: Float64Array,
  to: Float64Array,
  loss: number,
  promised: number,
  target: Float64Array,
  rowLoss: RowLoss,
): { readonly share: number; readonly loss: number } | undefined {
  if (!(promised < 0)) return undefined;
  for (let share = 1; share > 1e-6; share /= 2) {
    const blend = from.map((value, row) => value + share * ((to[row] as number) - value));
    const next = meanLoss(blend, target, rowLoss);
    if (next <= loss + 1e-4 * share * promised) return { share, loss: next };
  }
  return undefined;
}

function meanLoss(blend: Float64Array, target: Float64Array, rowLoss: RowLoss): number {
  let sum = 0;
  for (let row = 0; row < target.length; row++) {
    sum += rowLoss.loss(blend[row] as number, target[row] as number);
  }
  return sum / target.length;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function withoutCrumbs(weights: readonly number[]): number[] {
  const kept = weights.map((weight) => (weight < smallestWeight ? 0 : weight));
  const total = kept.reduce((sum, weight) => sum + weight, 0);
  return kept.map((weight) => weight / total);
}
