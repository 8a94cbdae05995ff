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

/** A kernel that must stay below exp(-negligible) of the prior's density is left out of a sum. */
const negligible = 26;

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
  const width = dimensions.length;
  const columns = dimensions.map((dimension, d) =>
    kernelColumn(dimension, column(points, n, width, d), widthRule),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 1);
  const shares = new Float64Array(n + 1).fill(1 / total);
  for (let k = 0; k < n; k++) shares[k] = (weights[k] as number) / total;
  return {
    sample(random) {
      const kernel = pick(shares, random.next());
      const point = new Float64Array(width);
      for (let d = 0; d < width; d++) point[d] = (columns[d] as KernelColumn).sample(kernel, random.next());
      return point;
    },
    logDensity(queries, count) {
      const sum = mixtureSum(columns, shares);
      const result = new Float64Array(count);
      for (let q = 0; q < count; q++) result[q] = sum(queries.subarray(q * width, (q + 1) * width));
      return result;
    },
  };
}

/** The logarithm of the mixture's density at a point, column by column over the kernels that can still matter. */
function mixtureSum(
  columns: readonly KernelColumn[],
  shares: Float64Array, // [kernels], the prior last
): (point: Float64Array) => number {
  const prior = shares.length - 1;
  const logShares = shares.map(Math.log);
  const terms = new Float64Array(prior);
  const kernels = new Int32Array(prior);
  const order = columns.map((_, d) => d).sort((a, b) => columns[a]!.cost - columns[b]!.cost || a - b);
  const greatestRest = order.map((_, i) =>
    order.slice(i + 1).reduce((sum, d) => sum + columns[d]!.greatest, 0),
  );
  return (point) => {
    let priorTerm = logShares[prior] as number;
    for (let d = 0; d < columns.length; d++) {
      priorTerm += (columns[d] as KernelColumn).logPrior(point[d] as number);
    }
    let alive = prior;
    for (let k = 0; k < prior; k++) {
      kernels[k] = k;
      terms[k] = logShares[k] as number;
    }
    for (let i = 0; i < order.length && alive > 0; i++) {
      const d = order[i] as number;
      (columns[d] as KernelColumn).addLogDensity(point[d] as number, kernels, alive, terms);
      const least = priorTerm - negligible - (greatestRest[i] as number);
      let kept = 0;
      for (let j = 0; j < alive; j++) {
        const term = terms[j] as number;
        if (term < least) continue;
        terms[kept] = term;
        kernels[kept++] = kernels[j] as number;
      }
      alive = kept;
    }
    return logSumExp(terms, alive, priorTerm);
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

/** Logarithm of the sum of exp over `last` and the first `count` terms. */
function logSumExp(terms: Float64Array, count: number, last: number): number {
  let largest = last;
  for (let k = 0; k < count; k++) if ((terms[k] as number) > largest) largest = terms[k] as number;
  let sum = Math.exp(last - largest);
  for (let k = 0; k < count; k++) {
    const lag = (terms[k] as number) - largest;
    if (lag > -40) sum += Math.exp(lag);
  }
  return largest + Math.log(sum);
}
