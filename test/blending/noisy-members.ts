import type { BlendRequest } from '../../src/blending/blender.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { findMetric } from '../../src/metrics/index.js';

/** Members with errors of their own; `skills` says how strongly each sees the truth, 0 for pure noise. */
export function noisyMembers(
  metricId: string,
  rows: number,
  skills: readonly number[],
  outputs = 1,
): BlendRequest {
  const metric = findMetric(metricId);
  if (metric === undefined) throw new Error(metricId);
  const random = seededRandom('members', metricId, outputs);
  const regression = metric.needs === 'values';
  const target = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    target[row] = regression ? 5 + 10 * random.next() : random.int(Math.max(2, outputs));
  }
  const predictions = skills.map((skill) => {
    const prediction = new Float64Array(rows * outputs);
    for (let row = 0; row < rows; row++) {
      const truth = target[row] as number;
      if (regression) prediction[row] = Math.max(0, truth + (random.normal() * 3) / (0.2 + skill));
      else if (outputs === 1)
        prediction[row] = 1 / (1 + Math.exp(-skill * (2 * truth - 1) - random.normal()));
      else {
        const odds = Array.from({ length: outputs }, (_, output) =>
          Math.exp((output === truth ? 2 * skill : 0) + random.normal()),
        );
        const total = odds.reduce((sum, value) => sum + value, 0);
        odds.forEach((value, output) => (prediction[row * outputs + output] = value / total));
      }
    }
    return prediction;
  });
  return { predictions, target, outputs, metric, seed: 7 };
}

/** Folds 0 … folds-1 in turn. */
export function foldsInTurn(rows: number, folds: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % folds);
}
