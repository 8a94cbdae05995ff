import type { Metric } from './metric.js';
import { predictedClass } from './predicted-class.js';

/**
 * Harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN). Binary: of class 1, and 0 where nothing is
 * positive in either. Multiclass: unweighted mean over the classes that occur in targets or predictions.
 */
export const f1: Metric = {
  id: 'f1',
  aliases: ['f1-score', 'f-score'],
  tasks: ['binary', 'multiclass'],
  direction: 'max',
  optimum: 1,
  needs: 'labels',
  trainingLoss: 'log-loss',
  score({ target, prediction, outputs }) {
    const classes = Math.max(2, outputs);
    const right = new Float64Array(classes);
    const seen = new Float64Array(classes); // true plus predicted occurrences
    for (let row = 0; row < target.length; row++) {
      const truth = target[row] as number;
      const label = predictedClass(prediction, outputs, row);
      seen[truth] = (seen[truth] as number) + 1;
      seen[label] = (seen[label] as number) + 1;
      if (label === truth) right[label] = (right[label] as number) + 1;
    }
    if (outputs === 1) return target.length === 0 ? NaN : ofClass(right, seen, 1);
    let sum = 0;
    let occurring = 0;
    for (let label = 0; label < classes; label++) {
      if (seen[label] === 0) continue;
      sum += ofClass(right, seen, label);
      occurring++;
    }
    return sum / occurring;
  },
};

function ofClass(right: Float64Array, seen: Float64Array, label: number): number {
  const occurrences = seen[label] as number;
  return occurrences === 0 ? 0 : (2 * (right[label] as number)) / occurrences;
}
