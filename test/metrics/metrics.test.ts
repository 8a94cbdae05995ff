import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { defaultMetric, findMetric, metrics } from '../../src/metrics/index.js';
import { logLoss } from '../../src/metrics/log-loss.js';
import { r2 } from '../../src/metrics/r2.js';
import { sortNumbers } from '../../src/metrics/sort-numbers.js';

describe('findMetric', () => {
  it.each([
    ['auc', 'roc-auc'],
    ['ROC_AUC', 'roc-auc'],
    [' Log Loss ', 'log-loss'],
    ['logloss', 'log-loss'],
    ['R2', 'r2'],
    ['R²', 'r2'],
  ])('takes %j for %s', (typed, id) => {
    expect(findMetric(typed)?.id).toBe(id);
  });

  it('finds nothing for a name that no metric has', () => {
    expect(findMetric('rmsd')).toBeUndefined();
    expect(findMetric('')).toBeUndefined();
  });
});

describe('defaultMetric', () => {
  it.each([
    ['binary', 'labels', 'accuracy'],
    ['binary', 'probability', 'roc-auc'],
    ['binary', 'class-probabilities', 'log-loss'],
    ['multiclass', 'labels', 'accuracy'],
    ['multiclass', 'class-probabilities', 'log-loss'],
    ['regression', 'values', 'rmse'],
  ] as const)('of %s with %s is %s', (task, output, id) => {
    expect(defaultMetric(task, output).id).toBe(id);
  });
});

it('log-loss stays exact over a product of many rows', () => {
  const random = seededRandom('long');
  const rows = 20_000;
  const target = new Float64Array(rows);
  const prediction = new Float64Array(rows);
  let expected = 0;
  for (let row = 0; row < rows; row++) {
    target[row] = random.int(2);
    const p = row % 50 === 0 ? 1e-14 : 0.0001 + 0.9998 * random.next();
    prediction[row] = p;
    expected -= Math.log(target[row] === 1 ? p : 1 - p) / rows;
  }
  expect(logLoss.score({ target, prediction, outputs: 1 })).toBeCloseTo(expected, 11);
});

it('R² of a constant target does not depend on how its mean rounds', () => {
  const target = new Float64Array(7).fill(0.1);
  expect(r2.score({ target, prediction: new Float64Array(7).fill(0.2), outputs: 1 })).toBe(0);
});

it('every task has a metric for labels or values and, if it classifies, one for probabilities', () => {
  for (const task of ['binary', 'multiclass', 'regression'] as const) {
    const needs = new Set(metrics.filter((metric) => metric.tasks.includes(task)).map((m) => m.needs));
    expect([...needs].sort()).toEqual(task === 'regression' ? ['values'] : ['labels', 'probabilities']);
  }
});

describe('sortNumbers', () => {
  const random = seededRandom('sort');
  it.each([
    ['spread evenly', () => random.next()],
    ['crowded at one end', () => Math.exp(-40 * random.next())],
    ['few distinct', () => random.int(4) / 4],
    ['all equal', () => 0.25],
    ['with one far away', () => (random.int(1000) === 0 ? 1e12 : random.next())],
    ['over the whole range', () => (random.next() - 0.5) * Number.MAX_VALUE * 2],
    ['below zero too', () => random.normal()],
    ['hardly apart', () => random.int(3) * Number.MIN_VALUE],
  ])('agrees with the native sort on numbers %s', (_, draw) => {
    for (const count of [0, 1, 2, 24, 25, 26, 5000]) {
      const values = Float64Array.from({ length: count }, draw);
      const expected = values.slice().sort();
      sortNumbers(values);
      expect(values).toEqual(expected);
    }
  });
});
