import { describe, expect, it } from 'vitest';
import { ambiguity, correlation, disagreement, residuals } from '../../src/blending/diversity.js';
import { pruneByDiversity } from '../../src/blending/prune-by-diversity.js';
import { weightedSum } from '../../src/blending/weighted-sum.js';
import { noisyMembers } from './noisy-members.js';

describe('residuals', () => {
  it('are counted from the value or, with several outputs, from 1 for the true class', () => {
    expect([...residuals(Float64Array.of(3, 0.5), Float64Array.of(1, 1), 1)]).toEqual([2, -0.5]);
    expect([...residuals(Float64Array.of(0.25, 0.75, 0.5, 0.5), Float64Array.of(1, 0), 2)]).toEqual([
      0.25, -0.25, -0.5, 0.5,
    ]);
  });
});

describe('correlation', () => {
  it.each([
    [[1, 2, 3], [2, 4, 6.5], 0.9979487157886735], // numpy.corrcoef
    [[1, 2, 3], [3, 2, 1], -1],
    [[1, 2, 3], [5, 5, 5], 0],
    [[4, 4], [5, 5], 1],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(correlation(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(expected, 12);
  });
});

describe('disagreement', () => {
  it('is the share of rows with different labels', () => {
    expect(disagreement(Float64Array.of(0.1, 0.9, 0.5, 0.4), Float64Array.of(0.2, 0.1, 0.8, 0.6), 1)).toBe(
      0.5,
    );
    expect(disagreement(Float64Array.of(0.1, 0.9, 0.6, 0.4), Float64Array.of(0.4, 0.6, 0.3, 0.7), 2)).toBe(
      0.5,
    );
  });
});

describe('ambiguity', () => {
  it('takes the members’ spread off their mean error and leaves the error of the blend', () => {
    const { predictions, target } = noisyMembers('rmse', 300, [0.5, 1, 0.2]);
    const weights = [0.5, 0.3, 0.2];
    const { memberError, spread } = ambiguity(predictions, weights, target);
    const blend = weightedSum(predictions, weights);
    const error = blend.reduce((sum, value, row) => sum + (value - (target[row] as number)) ** 2, 0) / 300;
    expect(spread).toBeGreaterThan(0.1 * memberError);
    expect(memberError - spread).toBeCloseTo(error, 10);
  });
});

describe('pruneByDiversity', () => {
  it.each([
    ['log-loss', 1],
    ['roc-auc', 1],
    ['log-loss', 3],
    ['rmse', 1],
  ] as const)('of near copies keeps the better one (%s, %i outputs)', (id, outputs) => {
    const request = noisyMembers(id, 300, [0.6, 1, 0.8], outputs);
    const [first, second, third] = request.predictions as [Float64Array, Float64Array, Float64Array];
    const towards = (from: Float64Array, share: number) =>
      from.map((value, i) => (1 - share) * value + share * (third[i] as number));
    // The fourth is the first with a trace of a better one: nearly the same, and slightly better.
    const predictions = [first, second, third, towards(first, 0.004)];
    expect(pruneByDiversity({ ...request, predictions })).toEqual([1, 2, 3]);
    expect(pruneByDiversity({ ...request, predictions: predictions.slice(0, 3) })).toEqual([0, 1, 2]);
  });

  it('keeps one of several equal members', () => {
    const request = noisyMembers('rmse', 50, [1]);
    const [only] = request.predictions as [Float64Array];
    expect(pruneByDiversity({ ...request, predictions: [only, only, only.slice()] })).toEqual([0]);
  });
});
