import { expect, test } from 'vitest';
import { oneCycle } from '../../src/nn/learning-rate.js';

test('rises to the peak during warm-up, then falls to zero', () => {
  const factors = Array.from({ length: 101 }, (_, i) => oneCycle(i / 100, 0.1));
  expect(factors[0]).toBeCloseTo(0.04);
  expect(factors[10]).toBeCloseTo(1);
  expect(factors[55]).toBeCloseTo(0.5);
  expect(factors[100]).toBeCloseTo(0);
  for (let i = 1; i <= 100; i++) expect(factors[i]! > factors[i - 1]!).toBe(i <= 10);
});
