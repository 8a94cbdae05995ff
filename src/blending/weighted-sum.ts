import type { FittedBlend } from './blender.js';

/** Σ weight · prediction, element by element. Members of weight 0 cost nothing. */
export function weightedSum(predictions: readonly Float64Array[], weights: readonly number[]): Float64Array {
  if (predictions.length !== weights.length) {
    throw new RangeError(`${String(predictions.length)} predictions for ${String(weights.length)} weights`);
  }
  const sum = new Float64Array(predictions[0]?.length ?? 0);
  predictions.forEach((prediction, member) => {
    const weight = weights[member] as number;
    if (weight === 0) return;
    if (prediction.length !== sum.length) {
      throw new RangeError(
        `member ${String(member)} has ${String(prediction.length)} predictions, not ${String(sum.length)}`,
      );
    }
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (prediction[i] as number);
  });
  return sum;
}

/** A blend that is a weighted sum of its members. */
export function weightedBlend(weights: readonly number[]): FittedBlend {
  return { weights, combine: (predictions) => weightedSum(predictions, weights) };
}
