import type { Metric } from './metric.js';

/** Root of the mean squared difference of ln(1 + value); predictions below 0 count as 0. */
export const rmsle: Metric = {
  id: 'rmsle',
  aliases: ['root-mean-squared-logarithmic-error', 'root-mean-squared-log-error'],
  tasks: ['regression'],
  direction: 'min',
  optimum: 0,
  needs: 'values',
  trainingLoss: 'squared',
  targetTransform: 'log1p',
  minimumTarget: 0,
  score({ target, prediction }) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      const error = Math.log1p(Math.max(0, prediction[row] as number)) - Math.log1p(target[row] as number);
      sum += error * error;
    }
    return Math.sqrt(sum / target.length);
  },
};
