import { expect, test } from 'vitest';
import { dropout } from '../../src/nn/dropout.js';
import { forward, network } from '../../src/nn/network.js';
import { tf, type Tensor2D } from '../../src/nn/tensorflow.js';
import { trainingPass } from './numbers.js';

const x: Tensor2D = tf.ones([200, 50]);
const dropped = (rate: number, seed: number, step: number): number[] => [
  ...dropout(rate, seed).apply(x, trainingPass(new Map(), step).pass).dataSync(),
];

test('drops the asked share and scales the rest, so that the mean stays', () => {
  const numbers = dropped(0.3, 1, 1);
  expect(numbers.filter((value) => value === 0).length / numbers.length).toBeCloseTo(0.3, 1);
  expect(numbers.find((value) => value !== 0)).toBeCloseTo(1 / 0.7, 5);
  expect(numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toBeCloseTo(1, 1);
});

test('the mask depends on seed and step alone', () => {
  expect(dropped(0.5, 7, 3)).toEqual(dropped(0.5, 7, 3));
  expect(dropped(0.5, 7, 4)).not.toEqual(dropped(0.5, 7, 3));
  expect(dropped(0.5, 8, 3)).not.toEqual(dropped(0.5, 7, 3));
});

test('the gradient passes where the value passed', () => {
  const layer = dropout(0.5, 2);
  const { pass } = trainingPass(new Map());
  const { value, grad } = tf.valueAndGrad((x) => layer.apply(x as Tensor2D, pass))(x);
  expect([...grad.dataSync()]).toEqual([...value.dataSync()]);
});

test('inference leaves the numbers alone', () => {
  const at = { weights: tf.tensor1d([]), statistics: tf.tensor1d([]) };
  expect([...forward(network(dropout(0.9, 1)), at, x).dataSync()]).toEqual([...x.dataSync()]);
});
