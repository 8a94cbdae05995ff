import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parameters, SearchSpace } from '../../src/domain/search-space.js';
import { familyImportance, importanceOf } from '../../src/search/importance.js';
import { randomForest } from '../../src/search/random-forest.js';
import { randomSearch } from '../../src/search/random-search.js';
import type { Observation } from '../../src/search/sampler.js';
import { historyOf, outcomes, spaces } from './random-spaces.js';

const space: SearchSpace = {
  a: { kind: 'float', low: 0, high: 1 },
  b: { kind: 'float', low: 0.001, high: 1, log: true },
  c: { kind: 'categorical', choices: ['x', 'y'] },
  d: { kind: 'int', low: 0, high: 9 },
};

function judged(count: number, loss: (parameters: Parameters) => number): readonly Observation[] {
  return randomSearch.suggest(space, [], count, 'importance').map(({ parameters }, number) => {
    return { number, parameters, state: 'finished', loss: loss(parameters) };
  });
}

function shares(history: readonly Observation[]): Readonly<Record<string, number>> {
  const found = importanceOf(space, history, 1);
  if (found === null) throw new Error('nothing was found');
  const named = found.parameters.map(({ parameter, share }): [string, number] => [parameter, share]);
  return { ...Object.fromEntries(named), together: found.together };
}

test('steps that a forest fits exactly have their exact shares', () => {
  const step = (on: boolean, height: number): number => (on ? height : 0);
  const found = shares(
    judged(
      600,
      ({ a, b, c }) => step(Number(a) > 0.5, 4) + step(Math.log10(Number(b)) > -1.5, 2) + step(c === 'x', 1),
    ),
  );
  // variances 4, 1 and 1/4
  expect(found['a']).toBeCloseTo(4 / 5.25, 1);
  expect(found['b']).toBeCloseTo(1 / 5.25, 1);
  expect(found['c']).toBeCloseTo(0.25 / 5.25, 1);
  expect(found['d']).toBeLessThan(0.01);
  expect(found['together']).toBeLessThan(0.05);
});

test('a linear function has the shares of its squared slopes', () => {
  const found = shares(judged(600, ({ a, d }) => 2 * Number(a) + Number(d) / 9));
  expect(Math.abs((found['a'] ?? NaN) - 0.77)).toBeLessThan(0.05); // whole numbers 0 to 9: 99/12/81 beside 4/12
  expect(Math.abs((found['d'] ?? NaN) - 0.23)).toBeLessThan(0.05);
});

test('what two parameters do only together is no parameter alone', () => {
  const found = shares(judged(600, ({ a, c }) => (Number(a) > 0.5 ? 1 : -1) * (c === 'x' ? 1 : -1)));
  expect(found['together']).toBeGreaterThan(0.8);
});

test('too few, failed and equal losses say nothing', () => {
  expect(
    importanceOf(
      space,
      judged(9, ({ a }) => Number(a)),
      1,
    ),
  ).toBeNull();
  expect(
    importanceOf(
      space,
      judged(50, () => 3),
      1,
    ),
  ).toBeNull();
  const failed = judged(50, ({ a }) => Number(a)).map((trial) => ({ ...trial, state: 'failed' as const }));
  expect(importanceOf(space, failed, 1)).toBeNull();
});

test('whatever the space and the history, shares are between 0 and 1 and the same again', () => {
  fc.assert(
    fc.property(spaces, outcomes, (drawn, results) => {
      const history = historyOf(drawn, results).filter(({ loss }) => loss === null || Math.abs(loss) < 1e6);
      const found = importanceOf(drawn, history, 1);
      expect(importanceOf(drawn, history, 1)).toEqual(found);
      const all = [...(found?.parameters ?? []).map(({ share }) => share), found?.together ?? 0];
      expect(all.every((share) => share >= 0 && share <= 1 + 1e-9)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

describe('a forest', () => {
  const points = Float64Array.from({ length: 200 }, (_, i) => ((i * 7919) % 200) / 200);
  const values = points.filter((_, i) => i % 2 === 0).map((x) => (x < 0.3 ? 1 : 5));
  const forest = randomForest(points, values, 2, { trees: 8, seed: 3 });

  test('fills the cube with its leaves, without overlap', () => {
    for (const leaves of forest) {
      const volume = leaves.reduce(
        (sum, { low, high }) =>
          sum + high.reduce((product, end, d) => product * (end - (low[d] as number)), 1),
        0,
      );
      expect(volume).toBeCloseTo(1, 12);
    }
  });

  test('finds the step', () => {
    for (const leaves of forest) {
      const at = leaves.find(
        ({ low, high }) => low[0]! <= 0.1 && high[0]! > 0.1 && low[1]! <= 0.5 && high[1]! > 0.5,
      );
      expect(at?.value).toBe(1);
    }
  });
});

test('the family explains all where it alone decides, nothing where all are alike', () => {
  const trials = (losses: Readonly<Record<string, readonly number[]>>) =>
    Object.entries(losses).flatMap(([family, values]) => values.map((loss) => ({ family, loss })));
  expect(familyImportance(trials({ a: [1, 1], b: [2, 2, 2] }))).toBeCloseTo(1, 12);
  expect(familyImportance(trials({ a: [1, 3], b: [1, 3] }))).toBe(0);
  expect(familyImportance(trials({ a: [1, 3], b: [2, 4] }))).toBeCloseTo(0.2, 12);
  expect(familyImportance(trials({ a: [1, 3] }))).toBeNull();
});
