import type { Metric } from './metric.js';

/**
 * 1 − squared error / squared deviation of the target from its mean; below 0 when worse than that mean. For a
 * constant target 1 if perfect, else 0, as in scikit-learn. NaN with fewer than two rows.
 */
export const r2: Metric = {
  id: 'r2',
  aliases: ['r-squared', 'r²'],
  tasks: ['regression'],
  direction: 'max',
  optimum: 1,
  needs: 'values',
  trainingLoss: 'squared',
  score({ target, prediction }) {
    const rows = target.length;
    if (rows < 2) return NaN;
    // Counted from the first value, so that the mean of a constant target is exact.
    const first = target[0] as number;
    let offset = 0;
    for (let row = 0; row < rows; row++) offset += (target[row] as number) - first;
    const mean = first + offset / rows;
    let error = 0;
    let spread = 0;
    for (let row = 0; row < rows; row++) {
      const value = target[row] as number;
      error += ((prediction[row] as number) - value) ** 2;
      spread += (value - mean) ** 2;
    }
    if (spread === 0) return error === 0 ? 1 : 0;
    return 1 - error / spread;
  },
};
