import type { Metric } from './metric.js';
import { predictedClass } from './predicted-class.js';

/** Share of rows whose predicted label is the true one. */
export const accuracy: Metric = {
  id: 'accuracy',
  aliases: ['acc'],
  tasks: ['binary', 'multiclass'],
  direction: 'max',
  optimum: 1,
  needs: 'labels',
  trainingLoss: 'log-loss',
  score({ target, prediction, outputs }) {
    let right = 0;
    for (let row = 0; row < target.length; row++) {
      if (predictedClass(prediction, outputs, row) === target[row]) right++;
    }
    return right / target.length;
  },
};
