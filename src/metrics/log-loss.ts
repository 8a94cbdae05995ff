import type { Metric } from './metric.js';

const smallest = 1e-15;
/** A product of probabilities above this can take one more factor ≥ 1e-15 without leaving normal numbers. */
const productFloor = 1e-280;

/**
 * Mean of −ln(probability given to the true class), in nats. Multiclass rows are divided by their sum first;
 * then probabilities are clipped to [1e-15, 1 − 1e-15], so one certain mistake costs 34.5 and not infinity.
 */
export const logLoss: Metric = {
  id: 'log-loss',
  aliases: ['logloss', 'cross-entropy'],
  tasks: ['binary', 'multiclass'],
  direction: 'min',
  optimum: 0,
  needs: 'probabilities',
  trainingLoss: 'log-loss',
  score({ target, prediction, outputs }) {
    const rows = target.length;
    let sum = 0;
    // One logarithm for many rows: greedy selection calls this thousands of times.
    let product = 1;
    for (let row = 0; row < rows; row++) {
      const chance =
        outputs === 1 ? binaryChance(target, prediction, row) : rowChance(target, prediction, outputs, row);
      product *= chance > smallest ? (chance < 1 - smallest ? chance : 1 - smallest) : smallest;
      if (product < productFloor) {
        sum -= Math.log(product);
        product = 1;
      }
    }
    return (sum - Math.log(product)) / rows;
  },
};

/** Without a branch: labels are unpredictable, and a wrong guess of the processor costs more than the sum. */
function binaryChance(target: Float64Array, prediction: Float64Array, row: number): number {
  const truth = target[row] as number; // 0 or 1
  const positive = prediction[row] as number;
  return truth * positive + (1 - truth) * (1 - positive);
}

/** Probability of the true class in a row made to sum to 1; a row of zeros counts as uniform. */
function rowChance(target: Float64Array, prediction: Float64Array, outputs: number, row: number): number {
  const start = row * outputs;
  let total = 0;
  for (let output = 0; output < outputs; output++) total += prediction[start + output] as number;
  return total > 0 ? (prediction[start + (target[row] as number)] as number) / total : 1 / outputs;
}
