import { minimise, type LbfgsOptions } from './lbfgs.js';
import { linearScores, type Coefficients, type SparseRows } from './sparse-rows.js';

/**
 * Logistic (outputs 1) or multinomial regression: minimises Σ log loss + |w|²/(2·inverseRegularisation) over
 * weights; intercepts are free. The same problem as scikit-learn's LogisticRegression with C.
 */
export async function fitLogistic(
  x: SparseRows,
  target: Float64Array, // [rows], class indices
  outputs: number,
  inverseRegularisation: number,
  options: LbfgsOptions,
): Promise<Coefficients> {
  const width = x.columns + 1;
  const coefficients = new Float64Array(outputs * width);
  const penalty = 1 / (inverseRegularisation * x.rows);
  const objective = (w: Float64Array, gradient: Float64Array): number => {
    const scores = linearScores(x, w, outputs);
    const loss = outputs === 1 ? binaryLoss(scores, target) : multinomialLoss(scores, target, outputs);
    gradient.fill(0);
    for (let row = 0; row < x.rows; row++) {
      for (let k = 0; k < outputs; k++) {
        const error = scores[row * outputs + k]! / x.rows;
        for (let c = x.start[row]!; c < x.start[row + 1]!; c++) {
          gradient[k * width + x.column[c]!]! += error * x.value[c]!;
        }
        gradient[k * width + x.columns]! += error;
      }
    }
    let square = 0;
    for (let i = 0; i < w.length; i++) {
      if (i % width === x.columns) continue;
      square += w[i]! ** 2;
      gradient[i]! += penalty * w[i]!;
    }
    return loss / x.rows + (penalty / 2) * square;
  };
  await minimise(coefficients, objective, options);
  return coefficients;
}

/** Sum of log losses; replaces each score by its derivative, probability − target. */
function binaryLoss(scores: Float64Array, target: Float64Array): number {
  let loss = 0;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    const y = target[row]!;
    loss += Math.max(score, 0) - score * y + Math.log1p(Math.exp(-Math.abs(score)));
    scores[row] = 1 / (1 + Math.exp(-score)) - y;
  }
  return loss;
}

function multinomialLoss(scores: Float64Array, target: Float64Array, outputs: number): number {
  let loss = 0;
  for (let row = 0; row < target.length; row++) {
    const own = scores.subarray(row * outputs, (row + 1) * outputs);
    const y = target[row]!;
    const given = own[y]!;
    loss += softmaxInPlace(own) - given;
    own[y]! -= 1;
  }
  return loss;
}

/** Turns scores into probabilities; returns the logarithm of the sum of their exponentials. */
function softmaxInPlace(scores: Float64Array): number {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - top);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  return top + Math.log(sum);
}

/** Probability of class 1 (outputs 1) or of each class, row by row. */
export function logisticProbabilities(
  x: SparseRows,
  coefficients: Coefficients,
  outputs: number,
): Float64Array {
  const scores = linearScores(x, coefficients, outputs);
  if (outputs === 1) return scores.map((score) => 1 / (1 + Math.exp(-score)));
  for (let row = 0; row < x.rows; row++) {
    softmaxInPlace(scores.subarray(row * outputs, (row + 1) * outputs));
  }
  return scores; // [rows × outputs]
}
