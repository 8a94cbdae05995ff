import fc from 'fast-check';
import { expect, test } from 'vitest';
import { singleLosses } from '../../src/search/several-objectives.js';
import { tpe } from '../../src/search/tpe.js';
import type { Observation } from '../../src/search/sampler.js';
import type { SearchSpace } from '../../src/domain/search-space.js';

test('one objective is ranked by itself, ties by age', () => {
  expect(singleLosses([[3], [1], [2], [1]])).toEqual([3, 0, 2, 1]);
});

test('fronts come one after the other; in a front the ends come first, then the least crowded', () => {
  const losses = [
    [5, 5], // behind the three in the middle of the first front
    [0, 10],
    [1, 4], // neighbours 0.15 and 0.65 of the range apart
    [1.5, 3.5], // 0.1 and 0.1
    [2, 3],
    [10, 0],
    [NaN, 0],
    [9, 9],
  ];
  expect(singleLosses(losses)).toEqual([5, 0, 3, 4, 2, 1, Infinity, 6]);
});

test('a trial that dominates another is always before it', () => {
  const points = fc.array(fc.tuple(fc.integer({ max: 9, min: 0 }), fc.integer({ max: 9, min: 0 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(points, (losses) => {
      const ranks = singleLosses(losses);
      expect([...ranks].sort((a, b) => a - b)).toEqual(losses.map((_, i) => i));
      for (const [i, a] of losses.entries()) {
        for (const [j, b] of losses.entries()) {
          const isBetter = a[0] <= b[0] && a[1] <= b[1] && (a[0] < b[0] || a[1] < b[1]);
          if (isBetter) expect(ranks[i]).toBeLessThan(ranks[j] ?? NaN);
        }
      }
    }),
  );
});

test('TPE on such ranks covers the trade-off between two objectives', () => {
  const space: SearchSpace = { x: { kind: 'float', low: -10, high: 10 } };
  const objectives = (x: number): readonly number[] => [x ** 2, (x - 2) ** 2];
  const trials: Observation[] = [];
  for (let number = 0; number < 80; number++) {
    const ranks = singleLosses(trials.map(({ parameters }) => objectives(Number(parameters['x']))));
    const history = trials.map((trial, i) => ({ ...trial, loss: ranks[i] ?? null }));
    const [proposal] = tpe.suggest(space, history, 1, 'two objectives');
    trials.push({ number, parameters: proposal?.parameters ?? {}, state: 'finished', loss: 0 });
  }
  const later = trials.slice(20).map(({ parameters }) => Number(parameters['x']));
  const best = later.filter((x) => x >= 0 && x <= 2);
  expect(best.length).toBeGreaterThan(30); // a tenth of the range
  expect(Math.max(...best) - Math.min(...best)).toBeGreaterThan(1.5);
});
