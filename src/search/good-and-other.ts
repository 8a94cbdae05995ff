import { mean } from '../domain/mean.js';

/** Row numbers of good trials and of others, each oldest first. */
export interface Split {
  readonly good: Int32Array;
  readonly other: Int32Array;
}

/** How many trials are good, and how many of the others count. */
export interface SplitRule {
  /** Share of the scored trials that is good. */
  readonly goodShare: number;
  readonly mostGood: number;
  /** The newest others count; older ones are forgotten. */
  readonly mostOther: number;
}

/**
 * The split of TPE: the best min(⌈share·n⌉, most) of the n scored trials are good (the linear rule of Watanabe
 * 2023, "Tree-Structured Parzen Estimator: Understanding its algorithm components"); the rest, with trials that
 * failed or still run, are the others, so that neither is proposed again nearby. Ties go to the older trial.
 *
 * @param losses Infinity for trials without a score [n]
 */
export function goodAndOther(losses: Float64Array, rule: SplitRule): Split {
  let scored = 0;
  for (const loss of losses) if (loss !== Infinity) scored++;
  const good = smallest(losses, Math.min(Math.ceil(rule.goodShare * scored), rule.mostGood));
  const other = new Int32Array(Math.min(losses.length - good.length, rule.mostOther));
  for (let row = losses.length - 1, at = other.length - 1, next = good.length - 1; at >= 0; row--) {
    if (row === good[next]) next--;
    else other[at--] = row;
  }
  return { good, other };
}

/** Rows of the `count` smallest values, ascending by row; ties go to the smaller row [count]. */
function smallest(values: Float64Array, count: number): Int32Array {
  const rows: number[] = [];
  let bound = Infinity;
  for (let row = 0; row < values.length && count > 0; row++) {
    const value = values[row] as number;
    if (!(value < bound)) continue;
    let at = rows.length;
    while (at > 0 && (values[rows[at - 1] as number] as number) > value) at--;
    rows.splice(at, 0, row);
    if (rows.length > count) rows.pop();
    if (rows.length === count) bound = values[rows[count - 1] as number] as number;
  }
  return Int32Array.from(rows).sort();
}

/** Bergstra et al. 2011: the newest 25 count fully, older ones on a ramp that starts at 1/n [n]. */
export function recencyWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - 25;
  for (let i = 0; i < ramp; i++) weights[i] = 1 / n + (ramp === 1 ? 0 : ((1 - 1 / n) * i) / (ramp - 1));
  return weights;
}

/**
 * Weights of the good by expected improvement (Watanabe 2023): each counts by how far it is below the best of the
 * rest, 1 on average; all 1 where none is.
 *
 * @param losses of all trials, Infinity without a score [n]
 * @param good rows, ascending
 * @returns [good]
 */
export function improvementWeights(losses: Float64Array, good: Int32Array): Float64Array {
  let bound = Infinity;
  for (let row = 0, next = 0; row < losses.length; row++) {
    if (row === good[next]) next++;
    else if ((losses[row] as number) < bound) bound = losses[row] as number;
  }
  const gains = Float64Array.from(good, (row) => bound - (losses[row] as number));
  const average = mean(gains);
  return average > 0 && average < Infinity ? gains.map((gain) => gain / average) : gains.fill(1);
}
