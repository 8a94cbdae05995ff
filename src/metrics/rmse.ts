import type { Metric } from './metric.js';

/** Root of the mean squared error, in units of the target. */
export const rmse: Metric = {
  id: 'rmse',
  aliases: ['root-mean-squared-error'],
  tasks: ['regression'],
  direction: 'min',
  optimum: 0,
  needs: 'values',
  trainingLoss: 'squared',
  score({ target, prediction }) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      const error = (prediction[row] as number) - (target[row] as number);
      sum += error * error;
    }
    return Math.sqrt(sum / target.length);
  },
};
