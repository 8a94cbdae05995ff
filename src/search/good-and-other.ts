/** Row numbers of the good trials and of all the others, each oldest first. */
export interface Split {
  readonly good: Int32Array;
  readonly other: Int32Array;
}

/**
 * The split of TPE: the best min(⌈0.15·n⌉, 25) of the n scored trials are good (the linear rule of Watanabe
 * 2023, "Tree-structured Parzen estimator"); the rest, with trials that failed or still run, are the others,
 * so that neither is proposed again nearby. Ties go to the older trial.
 *
 * @param losses Infinity for trials without a score [n]
 */
export function goodAndOther(losses: Float64Array): Split {
  const scored: number[] = [];
  for (let row = 0; row < losses.length; row++) if (losses[row] !== Infinity) scored.push(row);
  scored.sort((a, b) => (losses[a] as number) - (losses[b] as number) || a - b);
  const good = Int32Array.from(scored.slice(0, Math.min(Math.ceil(0.15 * scored.length), 25))).sort();
  const other = new Int32Array(losses.length - good.length);
  for (let row = 0, next = 0; row < losses.length; row++) {
    if (row === good[next]) next++;
    else other[row - next] = row;
  }
  return { good, other };
}

/** Bergstra et al. 2011: the newest 25 count fully, older ones on a ramp that starts at 1/n [n]. */
export function recencyWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - 25;
  for (let i = 0; i < ramp; i++) weights[i] = 1 / n + (ramp === 1 ? 0 : ((1 - 1 / n) * i) / (ramp - 1));
  return weights;
}
