import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { learnedWeights } from '../../src/blending/learned-weights.js';
import { minimiseOnSimplex } from '../../src/blending/simplex-quadratic.js';
import { subSample } from '../../src/blending/sub-sample.js';
import { rowLossFor } from '../../src/blending/training-loss.js';
import { findMetric } from '../../src/metrics/index.js';
import { noisyMembers } from './noisy-members.js';

interface Case {
  readonly metric: string;
  readonly outputs: number;
  readonly target: readonly number[];
  readonly predictions: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** Training loss at the weights; half the mean square for squared losses. */
  readonly loss: number;
}

const reference = JSON.parse(
  readFileSync(new URL('../reference/blending.json', import.meta.url), 'utf8'),
) as { readonly source: string; readonly cases: readonly Case[] };

describe(`learned weights against ${reference.source}`, () => {
  it.each(reference.cases.map((one) => [one.metric, one.outputs, one] as const))(
    '%s (%i outputs)',
    (id, outputs, one) => {
      const metric = findMetric(id);
      if (metric === undefined) throw new Error(id);
      const target = Float64Array.from(one.target);
      const predictions = one.predictions.map((values) => Float64Array.from(values));
      const request = { predictions, target, outputs, metric, seed: 0 };
      const blended = learnedWeights.fit(request);
      const { weights } = blended;
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
      if (id === 'mae') {
        // The rounded tip of the loss costs a little; it must stay little.
        const error = metric.score({ target, prediction: blended.combine(predictions), outputs });
        expect(error).toBeGreaterThan(one.loss - 1e-9);
        expect(error).toBeLessThan(one.loss * 1.005);
        return;
      }
      const rowLoss = rowLossFor(request);
      const blend = rowLoss.column(blended.combine(predictions), target, outputs);
      const losses = blend.map((value, row) => rowLoss.loss(value, target[row] as number));
      const loss = losses.reduce((sum, value) => sum + value, 0) / target.length;
      expect(Math.abs(loss / one.loss - 1)).toBeLessThan(1e-6);
      weights.forEach((weight, member) => {
        expect(Math.abs(weight - (one.weights[member] as number))).toBeLessThan(2e-3);
      });
    },
  );
});

describe('minimiseOnSimplex', () => {
  it('stops at the border where the free minimum lies outside', () => {
    // (w0 − 2)² + w1² over the simplex: all weight on the first.
    const weights = minimiseOnSimplex(Float64Array.of(2, 0, 0, 2), Float64Array.of(-4, 0), [0.5, 0.5]);
    expect(weights).toEqual([1, 0]);
  });

  it('weighs independent errors by the inverse of their variance', () => {
    const a = Float64Array.of(1, 0, 0, 0, 2, 0, 0, 0, 4);
    const weights = minimiseOnSimplex(a, new Float64Array(3), [0, 0, 1]);
    weights.forEach((weight, i) => expect(weight).toBeCloseTo([4 / 7, 2 / 7, 1 / 7][i] as number, 8));
  });
});

describe('subSample', () => {
  const request = noisyMembers(
    'rmse',
    50_000,
    Array.from({ length: 30 }, () => 1),
  );

  it('keeps a small request whole', () => {
    const small = { ...request, predictions: request.predictions.slice(0, 20) };
    expect(subSample(small)).toBe(small);
  });

  it('draws whole rows of a large one, the same for the same seed', () => {
    const sample = subSample(request);
    expect(sample.target).toHaveLength(33_333);
    expect(subSample(request).target.join()).toBe(sample.target.join());
    expect(subSample({ ...request, seed: 8 }).target.join()).not.toBe(sample.target.join());
    const row = request.target.indexOf(sample.target[1000] as number);
    expect(row).toBeGreaterThanOrEqual(1000);
    expect(sample.predictions.map((values) => values[1000])).toEqual(
      request.predictions.map((values) => values[row]),
    );
  });
});
