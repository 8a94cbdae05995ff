import { solveByCholesky } from './cholesky.js';
import { linearScores, type Coefficients, type SparseRows } from './sparse-rows.js';

/** Awaited every few hundred rows or pivots; may throw to stop. */
type Turn = () => Promise<void>;

/**
 * Ridge regression: minimises Σ rowWeight·(y − w·x − b)² + penalty·|w|², b free, by the normal equations. The
 * same problem as scikit-learn's Ridge with alpha. A positive penalty makes collinear columns solvable.
 */
export async function fitRidge(
  x: SparseRows,
  target: Float64Array, // [rows]
  penalty: number,
  turn: Turn,
  rowWeight: Float64Array = new Float64Array(x.rows).fill(1), // [rows]
): Promise<Coefficients> {
  const d = x.columns;
  const total = rowWeight.reduce((sum, w) => sum + w, 0);
  const targetMean = target.reduce((sum, y, row) => sum + (rowWeight[row]! / total) * y, 0);
  const gram = new Float64Array(d * d); // [columns × columns], lower half
  const moment = new Float64Array(d);
  const mean = new Float64Array(d);
  for (let row = 0; row < x.rows; row++) {
    if (row % 256 === 0) await turn();
    const end = x.start[row + 1]!;
    for (let a = x.start[row]!; a < end; a++) {
      const i = x.column[a]!;
      const weighted = rowWeight[row]! * x.value[a]!;
      mean[i]! += weighted / total;
      moment[i]! += weighted * (target[row]! - targetMean);
      for (let b = x.start[row]!; b <= a; b++) gram[i * d + x.column[b]!]! += weighted * x.value[b]!;
    }
  }
  // Centring both sides removes the intercept from the equations.
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) gram[i * d + j]! -= total * mean[i]! * mean[j]!;
    gram[i * d + i]! += penalty;
  }
  const weights = await solveByCholesky(gram, moment, penalty, turn);
  const intercept = targetMean - weights.reduce((sum, w, i) => sum + w * mean[i]!, 0);
  return Float64Array.of(...weights, intercept);
}

const reweightings = 20;

/**
 * Linear regression for the mean absolute error: iteratively reweighted ridge (Schlossmacher, 1973). A row
 * weighs median residual / its own residual, at most 1000.
 */
export async function fitAbsolute(
  x: SparseRows,
  target: Float64Array, // [rows]
  penalty: number,
  turn: Turn,
): Promise<Coefficients> {
  let coefficients = await fitRidge(x, target, penalty, turn);
  for (let iteration = 0; iteration < reweightings; iteration++) {
    const residual = linearScores(x, coefficients, 1).map((score, row) => Math.abs(score - target[row]!));
    const median = residual.toSorted()[residual.length >> 1]!;
    if (median === 0) return coefficients;
    const weight = residual.map((r) => Math.min(1000, median / r));
    coefficients = await fitRidge(x, target, penalty, turn, weight);
  }
  return coefficients;
}
