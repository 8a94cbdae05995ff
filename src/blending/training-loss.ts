import type { BlendRequest } from './blender.js';
import { weightedSum } from './weighted-sum.js';

/**
 * A loss that depends, row by row, on one number of the blend, so that a blend of members is a weighted sum
 * of columns of such numbers. Smooth and (log1p apart) convex in that number.
 */
export interface RowLoss {
  /** The numbers of one member. */
  column(prediction: Float64Array, target: Float64Array, outputs: number): Float64Array; // [rows]
  loss(blend: number, target: number): number;
  slope(blend: number, target: number): number;
  /** Second derivative, or another positive number in its place. */
  curvature(blend: number, target: number): number;
}

/**
 * What learned weights minimise in place of a metric: the loss that families minimise for it. Accuracy, F1
 * and AUC are flat or jump in the weights, and use the log loss of the probabilities.
 */
export function rowLossFor(request: BlendRequest): RowLoss {
  const { metric } = request;
  if (metric.trainingLoss === 'log-loss') return logLoss;
  if (metric.trainingLoss === 'absolute') return roundedAbsoluteError(tipWidth(request));
  return metric.targetTransform === 'log1p' ? squaredLogError : squaredError;
}

const smallestChance = 1e-15;

/** −ln of the probability that the true class got, which is the row's only number that matters. */
const logLoss: RowLoss = {
  column(prediction, target, outputs) {
    return target.map((truth, row) => {
      const positive = prediction[row * outputs + (outputs === 1 ? 0 : truth)] as number;
      const chance = outputs === 1 && truth !== 1 ? 1 - positive : positive;
      return Math.max(smallestChance, chance);
    });
  },
  loss: (blend) => -Math.log(blend),
  slope: (blend) => -1 / blend,
  curvature: (blend) => 1 / (blend * blend),
};

const squaredError: RowLoss = {
  column: (prediction) => prediction,
  loss: (blend, target) => (blend - target) ** 2 / 2,
  slope: (blend, target) => blend - target,
  curvature: () => 1,
};

/** Curvature as Gauss–Newton has it. */
const squaredLogError: RowLoss = {
  column: (prediction) => prediction.map((value) => Math.max(0, value)),
  loss: (blend, target) => (Math.log1p(blend) - Math.log1p(target)) ** 2 / 2,
  slope: (blend, target) => (Math.log1p(blend) - Math.log1p(target)) / (1 + blend),
  curvature: (blend) => 1 / (1 + blend) ** 2,
};

/** √(error² + width²): the absolute error with a rounded tip, since without it the curvature is 0 or undefined. */
function roundedAbsoluteError(width: number): RowLoss {
  const rounded = (error: number) => Math.sqrt(error * error + width * width);
  return {
    column: (prediction) => prediction,
    loss: (blend, target) => rounded(blend - target),
    slope: (blend, target) => (blend - target) / rounded(blend - target),
    curvature: (blend, target) => (width * width) / rounded(blend - target) ** 3,
  };
}

/** A tenth of the mean absolute error of the plain average; 1 where that is 0. */
function tipWidth({ predictions, target }: BlendRequest): number {
  const average = weightedSum(
    predictions,
    predictions.map(() => 1 / predictions.length),
  );
  const sum = average.reduce((total, value, row) => total + Math.abs(value - (target[row] as number)), 0);
  return sum > 0 ? (0.1 * sum) / target.length : 1;
}
