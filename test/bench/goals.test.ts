import { expect, test } from 'vitest';
import { compareOnTask, type TaskComparison } from '../../bench/search/comparison.js';
import { judge } from '../../bench/search/goals.js';
import { methods, type Method } from '../../bench/search/methods.js';

/** Ten seeds a method, each a little worse than the one before. */
function task(name: string, firsts: Readonly<Record<Method, number>>): TaskComparison {
  const results = methods.flatMap((method) =>
    Array.from({ length: 10 }, (_, seed) => ({
      ...{ task: name, method, seed, workers: 1, suggestMs: 1 },
      best: firsts[method] + seed / 100,
    })),
  );
  return compareOnTask(name, -4, results);
}

test('regret is 0 at the optimum and 1 as good as the median of random search, for losses of any sign', () => {
  const { rows } = task('negative', { random: -2, tpe: -4, optuna: -3, hyperopt: -1 });
  expect(rows.random.medianRegret).toBeCloseTo(1);
  expect(rows.tpe.medianRegret).toBeCloseTo(0.045 / 2.045);
  expect(rows.optuna.meanRegret).toBeCloseTo(1.045 / 2.045);
  expect(rows.tpe.wins).toBe(10);
  expect(rows.hyperopt.wins).toBe(0);
  expect(rows.tpe.pBelowRandom).toBeLessThan(0.001);
  expect(rows.hyperopt.pBelowRandom).toBeGreaterThan(0.99);
});

test('a method that reaches the optimum where random search does too has no regret', () => {
  const { rows } = compareOnTask(
    'easy',
    0,
    methods.map((method) => ({
      ...{ task: 'easy', method, seed: 0, workers: 1, suggestMs: 1 },
      best: method === 'hyperopt' ? 1 : 0,
    })),
  );
  expect(methods.map((method) => rows[method].meanRegret)).toEqual([0, 0, 0, 1]);
  expect(methods.map((method) => rows[method].wins)).toEqual([1, 1, 1, 0]);
});

test('goals are reached by a method that is better everywhere', () => {
  const goals = judge([task('a', { random: 2, tpe: 0, optuna: 1, hyperopt: 1.5 })]);
  expect(goals.map(({ reached }) => reached)).toEqual([true, true, true, true, true]);
});

test('each goal is missed by name of the task', () => {
  const good = task('good', { random: 2, tpe: 0, optuna: 0, hyperopt: 1 });
  const bad = task('bad', { random: 2, tpe: 3, optuna: 1, hyperopt: 1 });
  const goals = judge([good, bad]);
  expect(goals.map(({ reached }) => reached)).toEqual([false, false, false, false, false]);
  const byTask = goals.filter(({ goal }) => !goal.startsWith('mean regret over'));
  for (const { found } of byTask) expect(found).toMatch(/bad/);
  for (const { found } of byTask) expect(found).not.toMatch(/good/);
});
