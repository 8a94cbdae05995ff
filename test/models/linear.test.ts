import { describe, expect, test } from 'vitest';
import { minimise } from '../../src/models/linear/lbfgs.js';
import { fitLogistic, logisticProbabilities } from '../../src/models/linear/logistic.js';
import { fitAbsolute, fitRidge } from '../../src/models/linear/ridge.js';
import { linearScores, sparseRows } from '../../src/models/linear/sparse-rows.js';
import reference from '../reference/linear.json' with { type: 'json' };

const { rows, columns } = reference;
const names = ['a', 'b', 'c', 'd'];
const x = sparseRows({ rows, columns, names, values: Float64Array.from(reference.x) });
const turn = (): Promise<void> => Promise.resolve();
const precise = { tolerance: 1e-9, maxIterations: 2000, turn };

describe('as scikit-learn has it, with a collinear column', () => {
  test.each(reference.ridge)('ridge, penalty $penalty', async ({ penalty, coefficients, weighted }) => {
    const values = Float64Array.from(reference.values);
    const rowWeight = Float64Array.from(reference.rowWeight);
    expectClose(await fitRidge(x, values, penalty, turn), coefficients);
    expectClose(await fitRidge(x, values, penalty, turn, rowWeight), weighted);
  });

  test.each(reference.logistic)('logistic, C $inverseRegularisation', async (expected) => {
    const target = Float64Array.from(reference.binary);
    const fitted = await fitLogistic(x, target, 1, expected.inverseRegularisation, precise);
    expectClose(fitted, expected.coefficients);
    expectClose(logisticProbabilities(x, fitted, 1), expected.probabilities);
  });

  test.each(reference.multinomial)('multinomial, C $inverseRegularisation', async (expected) => {
    const target = Float64Array.from(reference.classes);
    const fitted = await fitLogistic(x, target, 3, expected.inverseRegularisation, precise);
    expectClose(logisticProbabilities(x, fitted, 3), expected.probabilities);
  });
});

test('almost no penalty on equal columns still gives a finite fit', async () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => Math.sin(Math.floor(i / 3)));
  const equal = sparseRows({ rows: 20, columns: 3, names: ['a', 'b', 'c'], values });
  const target = Float64Array.from({ length: 20 }, (_, row) => 2 * Math.sin(row) + 1);
  const scores = linearScores(equal, await fitRidge(equal, target, 1e-9, turn), 1);
  expectClose(scores, [...target]);
});

test('the absolute loss follows the median: a tenth of wild rows does not move the line', async () => {
  const values = Float64Array.from({ length: 100 }, (_, row) => row / 50 - 1);
  const line = sparseRows({ rows: 100, columns: 1, names: ['a'], values });
  const target = values.map((a, row) => 3 * a + 1 + (row % 10 === 9 ? 500 : 0));
  const [slope, intercept] = await fitAbsolute(line, target, 1e-6, turn);
  expect(slope).toBeCloseTo(3, 1);
  expect(intercept).toBeCloseTo(1, 1);
  expect((await fitRidge(line, target, 1e-6, turn))[1]).toBeGreaterThan(40);
});

test('L-BFGS finds the minimum of an ill-conditioned bowl', async () => {
  const point = new Float64Array(30).fill(5);
  const iterations = await minimise(
    point,
    (at, gradient) =>
      at.reduce((sum, value, i) => {
        const scale = 10 ** (((i % 7) - 3) / 1.5);
        gradient[i] = scale * (value - i);
        return sum + (scale / 2) * (value - i) ** 2;
      }, 0),
    { tolerance: 1e-8, maxIterations: 500, turn },
  );
  expect(iterations).toBeLessThan(150);
  point.forEach((value, i) => expect(value).toBeCloseTo(i, 4));
});

function expectClose(given: Float64Array, expected: readonly number[]): void {
  expect(given.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(given[i]! - value)).toBeLessThan(1e-4);
}
