import { expect, test } from 'vitest';
import { decodeOutput, encodeTarget, fitTargetCoding } from '../../src/nn/target-coding.js';

test('regression: standardised inside, turned back, held in the training range', () => {
  const target = Float64Array.of(1, 2, 3, 6);
  const coding = fitTargetCoding('regression', 1, target);
  const coded = encodeTarget(coding, target);
  expect(coded.reduce((sum, y) => sum + y, 0)).toBeCloseTo(0, 6);
  expect(coded.reduce((sum, y) => sum + y * y, 0) / 4).toBeCloseTo(1, 6);
  for (const [i, y] of decodeOutput(coding, coded).entries()) expect(y).toBeCloseTo(target[i]!, 5);
  expect([...decodeOutput(coding, Float32Array.of(-100, 100))]).toEqual([1, 6]);
});

test('regression: a constant target comes back', () => {
  const coding = fitTargetCoding('regression', 1, Float64Array.of(4, 4));
  expect([...decodeOutput(coding, encodeTarget(coding, Float64Array.of(4, 4)))]).toEqual([4, 4]);
});

test('several classes: indicators in, probabilities out, for logits of any size', () => {
  const coding = fitTargetCoding('multiclass', 3, Float64Array.of(2, 0));
  expect([...encodeTarget(coding, Float64Array.of(2, 0))]).toEqual([0, 0, 1, 1, 0, 0]);
  const [a, b, c, ...rest] = decodeOutput(coding, Float32Array.of(0, Math.log(2), 0, 1e30, 0, -1e30));
  expect([a, b, c].map((p) => p!.toFixed(5))).toEqual(['0.25000', '0.50000', '0.25000']);
  expect(rest).toEqual([1, 0, 0]);
});

test('two classes: the probability of class 1', () => {
  const coding = fitTargetCoding('binary', 1, Float64Array.of(0, 1));
  expect([...decodeOutput(coding, Float32Array.of(0, 1000, -1000))]).toEqual([0.5, 1, 0]);
});
