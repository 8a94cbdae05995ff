import type { Metric } from './metric.js';
import { sortNumbers } from './sort-numbers.js';

/**
 * Chance that a row of the class is ranked above a row of the others, ties counting half (Mann–Whitney U).
 * Multiclass: unweighted mean of one class against the rest over the classes that occur. NaN with one class.
 */
export const rocAuc: Metric = {
  id: 'roc-auc',
  aliases: ['auc', 'rocauc'],
  tasks: ['binary', 'multiclass'],
  direction: 'max',
  optimum: 1,
  needs: 'probabilities',
  trainingLoss: 'log-loss',
  score({ target, prediction, outputs }) {
    if (outputs === 1) return areaOfClass(target, prediction, 1, 0, 1);
    let sum = 0;
    let defined = 0;
    for (let output = 0; output < outputs; output++) {
      const area = areaOfClass(target, prediction, outputs, output, output);
      if (Number.isNaN(area)) continue;
      sum += area;
      defined++;
    }
    return sum / defined;
  },
};

/** Both sides are sorted apart, as plain numbers: no indices, no comparator. */
function areaOfClass(
  target: Float64Array,
  prediction: Float64Array, // [rows × outputs]
  outputs: number,
  output: number,
  positiveClass: number,
): number {
  const rows = target.length;
  let positives = 0;
  for (let row = 0; row < rows; row++) if (target[row] === positiveClass) positives++;
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) return NaN;
  const above = new Float64Array(positives);
  const below = new Float64Array(negatives);
  let a = 0;
  let b = 0;
  for (let row = 0; row < rows; row++) {
    const value = prediction[row * outputs + output] as number;
    if (target[row] === positiveClass) above[a++] = value;
    else below[b++] = value;
  }
  sortNumbers(above);
  sortNumbers(below);
  let wins = 0;
  let smaller = 0;
  let notGreater = 0;
  for (const value of above) {
    while (smaller < negatives && (below[smaller] as number) < value) smaller++;
    if (notGreater < smaller) notGreater = smaller;
    while (notGreater < negatives && (below[notGreater] as number) <= value) notGreater++;
    wins += smaller + (notGreater - smaller) / 2;
  }
  return wins / (positives * negatives);
}
