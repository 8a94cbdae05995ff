import { mean } from '../domain/mean.js';
import { predictedClass } from '../metrics/predicted-class.js';

/**
 * How far predictions miss the truth: prediction − value, or − 1 for the true class and − 0 for others.
 * @returns [rows × outputs]
 */
export function residuals(prediction: Float64Array, target: Float64Array, outputs: number): Float64Array {
  const result = Float64Array.from(prediction);
  for (let row = 0; row < target.length; row++) {
    const truth = target[row] as number;
    if (outputs === 1) result[row] = (result[row] as number) - truth;
    else result[row * outputs + truth] = (result[row * outputs + truth] as number) - 1;
  }
  return result;
}

/** Pearson correlation, in [−1, 1]. A constant array correlates 1 with a constant one, 0 with others. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const meanA = mean(a);
  const meanB = mean(b);
  let together = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] as number) - meanA;
    const y = (b[i] as number) - meanB;
    together += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  if (squaresA === 0 || squaresB === 0) return squaresA === squaresB ? 1 : 0;
  return together / Math.sqrt(squaresA * squaresB);
}

/** Share of rows that two classifiers label differently, in [0, 1]. */
export function disagreement(a: Float64Array, b: Float64Array, outputs: number): number {
  const rows = a.length / outputs;
  let differing = 0;
  for (let row = 0; row < rows; row++) {
    if (predictedClass(a, outputs, row) !== predictedClass(b, outputs, row)) differing++;
  }
  return differing / rows;
}

/**
 * Ambiguity decomposition of the squared error (Krogh & Vedelsby 1995): error of the weighted mean =
 * mean error of the members − their spread around the weighted mean. Weights sum to 1.
 */
export function ambiguity(
  predictions: readonly Float64Array[],
  weights: readonly number[],
  target: Float64Array,
): { readonly memberError: number; readonly spread: number } {
  let memberError = 0;
  let spread = 0;
  for (let row = 0; row < target.length; row++) {
    let blend = 0;
    predictions.forEach((values, member) => {
      blend += (weights[member] as number) * (values[row] as number);
    });
    predictions.forEach((values, member) => {
      const weight = weights[member] as number;
      memberError += weight * ((values[row] as number) - (target[row] as number)) ** 2;
      spread += weight * ((values[row] as number) - blend) ** 2;
    });
  }
  return { memberError: memberError / target.length, spread: spread / target.length };
}
