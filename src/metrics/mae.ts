import type { Metric } from './metric.js';

/** Mean of the absolute error, in units of the target. */
export const mae: Metric = {
  id: 'mae',
  aliases: ['mean-absolute-error'],
  tasks: ['regression'],
  direction: 'min',
  optimum: 0,
  needs: 'values',
  trainingLoss: 'absolute',
  score({ target, prediction }) {
    let sum = 0;
    for (let row = 0; row < target.length; row++) {
      sum += Math.abs((prediction[row] as number) - (target[row] as number));
    }
    return sum / target.length;
  },
};
