import type { Random } from '../domain/seeded-random.js';
import type { Dimension } from './dimension.js';
import { kernelColumn, type KernelColumn } from './kernel-columns.js';
import type { WidthRule } from './kernel-widths.js';

/** A density on the unit cube: a weighted mixture of one product kernel a point and one wide prior kernel. */
export interface ParzenEstimator {
  /** A point drawn from the density: one kernel for all dimensions jointly. */
  sample(random: Random): Float64Array; // [dimensions]
  /**
   * Logarithm of the density at each point; grid and choice dimensions contribute the probability of their
   * value, continuous ones a density over [0, 1].
   *
   * @param points row by row [count × dimensions]
   */
  logDensity(points: Float64Array, count: number): Float64Array; // [count]
}

/**
 * The Parzen estimator of TPE (Bergstra et al. 2011), with product kernels (Falkner et al. 2018, BOHB):
 * truncated normals for numbers, their mass over the cell for grids, smoothed indicators for choices.
 *
 * @param points coordinates in [0, 1], row by row [n × dimensions]
 * @param weights relative weight of each point; the prior kernel weighs 1 [n]
 */
export function parzenEstimator(
  dimensions: readonly Dimension[],
  points: Float64Array,
  weights: Float64Array,
  widthRule: WidthRule,
): ParzenEstimator {
  const n = weights.length;
  const columns = dimensions.map((dimension, d) =>
    kernelColumn(dimension, column(points, n, dimensions.length, d), widthRule),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  const shares = new Float64Array(n + 1).fill(1 / total);
  for (let k = 0; k < n; k++) shares[k] = (weights[k] as number) / total;
  const logShares = shares.map(Math.log);
  return {
    sample(random) {
      const kernel = pick(shares, random.next());
      const point = new Float64Array(columns.length);
      for (let d = 0; d < columns.length; d++) {
        point[d] = (columns[d] as KernelColumn).sample(kernel, random.next());
      }
      return point;
    },
    logDensity(queries, count) {
      const result = new Float64Array(count);
      const terms = new Float64Array(n + 1);
      for (let q = 0; q < count; q++) {
        terms.set(logShares);
        for (let d = 0; d < columns.length; d++) {
          const coordinate = queries[q * columns.length + d] as number;
          (columns[d] as KernelColumn).addLogDensity(coordinate, terms);
        }
        result[q] = logSumExp(terms);
      }
      return result;
    },
  };
}

/** Column `d` of a matrix with rows of `width` [rows]. */
function column(points: Float64Array, rows: number, width: number, d: number): Float64Array {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = points[row * width + d] as number;
  return values;
}

function pick(shares: Float64Array, uniform: number): number {
  let rest = uniform;
  for (let k = 0; k < shares.length; k++) {
    rest -= shares[k] as number;
    if (rest < 0) return k;
  }
  return shares.length - 1;
}

function logSumExp(terms: Float64Array): number {
  let largest = -Infinity;
  for (let k = 0; k < terms.length; k++) if ((terms[k] as number) > largest) largest = terms[k] as number;
  let sum = 0;
  for (let k = 0; k < terms.length; k++) {
    const lag = (terms[k] as number) - largest;
    if (lag > -40) sum += Math.exp(lag);
  }
  return largest + Math.log(sum);
}
