import { expect, test } from 'vitest';
import { fitQuantiles, normalQuantile, toNormal } from '../../src/features/quantile-normal.js';
import reference from '../reference/linear.json' with { type: 'json' };

test('normal quantiles are those of scipy', () => {
  for (const [p, expected] of reference.normalQuantile) {
    expect(normalQuantile(p!)).toBeCloseTo(expected!, 7);
  }
});

test('ranks become normal: in order, symmetric, ties in their middle, far values cut', () => {
  const ascending = Float64Array.of(0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16);
  const quantiles = fitQuantiles(ascending);
  const mapped = [0, 0.5, 1, 3, 8, 16].map((x) => toNormal(quantiles, x));
  expect(mapped).toEqual(mapped.toSorted((a, b) => a - b));
  expect(new Set(mapped).size).toBe(6);
  // Five of the ten landmarks are 0: ranks 0 to 4 of 9.
  expect(toNormal(quantiles, 0)).toBe(normalQuantile(2 / 9));
  expect(toNormal(quantiles, 1e9)).toBe(toNormal(quantiles, 16));
  expect(toNormal(quantiles, -5)).toBe(normalQuantile(quantiles.edge));
  expect(Number.isFinite(toNormal(fitQuantiles(Float64Array.of(-1.7e308, 1.7e308)), 3))).toBe(true);
});
