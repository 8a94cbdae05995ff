import { describe, expect, it } from 'vitest';
import type { Blender } from '../../src/blending/blender.js';
import { bestSingle } from '../../src/blending/best-single.js';
import { greedySelection } from '../../src/blending/greedy-selection.js';
import { foldScores, honestFoldScore, meanAndSd } from '../../src/blending/honest-estimate.js';
import { learnedWeights } from '../../src/blending/learned-weights.js';
import { rowsByFold } from '../../src/blending/row-selection.js';
import { foldsInTurn, noisyMembers } from './noisy-members.js';

describe('among 50 members of pure noise', () => {
  const request = noisyMembers(
    'accuracy',
    500,
    Array.from({ length: 50 }, () => 0),
  );
  const fold = foldsInTurn(500, 5);
  const rowsOfFolds = rowsByFold(fold, 5);

  it.each([bestSingle, learnedWeights, greedySelection].map((blender) => [blender.id, blender] as const))(
    '%s looks better than chance where it was fitted, and honestly is not',
    (_, blender) => {
      const oof = blender.fit(request).combine(request.predictions);
      const naive = meanAndSd(foldScores(request.metric, oof, request.target, 1, rowsOfFolds)).mean;
      const honest = rowsOfFolds.map((rows, held) => honestFoldScore(blender, request, fold, held, rows));
      expect(naive).toBeGreaterThan(0.54);
      expect(meanAndSd(honest).mean).toBeLessThan(0.53);
      expect(meanAndSd(honest).mean).toBeGreaterThan(0.44);
    },
  );
});

it('fits on the rows of the other folds only and scores on those of the fold', () => {
  const request = noisyMembers('rmse', 30, [1, 0.5]);
  const fold = foldsInTurn(30, 3);
  const seen: Float64Array[] = [];
  const spying: Blender = {
    id: 'spy',
    fit(given) {
      seen.push(given.target, ...given.predictions);
      return { weights: [1, 0], combine: (predictions) => predictions[0] as Float64Array };
    },
  };
  const rows = rowsByFold(fold, 3)[1] as Int32Array;
  const score = honestFoldScore(spying, request, fold, 1, rows);
  const outside = [...fold.keys()].filter((row) => row % 3 !== 1);
  const expected = [request.target, ...request.predictions].map((values) =>
    outside.map((row) => values[row]),
  );
  expect(seen.map((values) => [...values])).toEqual(expected);
  const first = request.predictions[0] as Float64Array;
  const squares = [...rows].map((row) => ((first[row] as number) - (request.target[row] as number)) ** 2);
  expect(score).toBeCloseTo(Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / 10), 12);
});

it('is close to the score where the members are skilled and few', () => {
  const request = noisyMembers('log-loss', 2000, [1, 0.9, 0.8], 3);
  const fold = foldsInTurn(2000, 5);
  const rowsOfFolds = rowsByFold(fold, 5);
  const oof = learnedWeights.fit(request).combine(request.predictions);
  const naive = meanAndSd(foldScores(request.metric, oof, request.target, 3, rowsOfFolds)).mean;
  const honest = meanAndSd(
    rowsOfFolds.map((rows, held) => honestFoldScore(learnedWeights, request, fold, held, rows)),
  ).mean;
  expect(honest).toBeGreaterThan(naive);
  expect(honest).toBeLessThan(naive * 1.01);
});

describe('meanAndSd', () => {
  it('takes the sample deviation and leaves undefined scores out', () => {
    expect(meanAndSd([1, NaN, 2, 3])).toEqual({ mean: 2, sd: 1 });
    expect(meanAndSd([5])).toEqual({ mean: 5, sd: 0 });
    expect(meanAndSd([NaN]).mean).toBeNaN();
  });
});
