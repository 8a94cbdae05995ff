import { expect, test } from 'vitest';
import { goodAndOther, improvementWeights } from '../../src/search/good-and-other.js';

const rule = { goodShare: 0.25, mostGood: 3, mostOther: 4 };
const losses = Float64Array.of(5, 1, Infinity, 4, 1, 9, 3, 8);

test('the best share is good, the newest of the rest are the others, ties go to the older', () => {
  const { good, other } = goodAndOther(losses, rule);
  expect([...good]).toEqual([1, 4]);
  expect([...other]).toEqual([3, 5, 6, 7]);
  expect([...goodAndOther(losses, { ...rule, goodShare: 0.1 }).good]).toEqual([1]);
  expect(goodAndOther(losses, { ...rule, goodShare: 1 }).good).toHaveLength(3);
});

test('without a score nothing is good', () => {
  const { good, other } = goodAndOther(Float64Array.of(Infinity, Infinity), rule);
  expect(good).toHaveLength(0);
  expect([...other]).toEqual([0, 1]);
});

test('the good count by their improvement on the best of the rest, 1 on average', () => {
  expect([...improvementWeights(Float64Array.of(4, 1, 3, 5), Int32Array.of(1, 2))]).toEqual([1.5, 0.5]);
  expect([...improvementWeights(Float64Array.of(2, 2, 2), Int32Array.of(0, 1))]).toEqual([1, 1]);
  expect([...improvementWeights(Float64Array.of(1, 2, Infinity), Int32Array.of(0, 1))]).toEqual([1, 1]);
});
