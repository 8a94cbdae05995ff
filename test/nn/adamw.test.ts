import { expect, test } from 'vitest';
import { adamW } from '../../src/nn/adamw.js';
import { tf } from '../../src/nn/tensorflow.js';
import { expectClose } from './numbers.js';
import { reference } from './reference.js';

const { weights, decay, gradients, rates, after } = reference.adamW;

test('five steps at changing rates equal those of PyTorch, decay on part of the weights', () => {
  const tensors = tf.memory().numTensors;
  const variable = tf.tidy(() => tf.variable(tf.tensor1d(weights)));
  const optimiser = adamW(Float32Array.from(decay));
  for (const [i, gradient] of gradients.entries()) {
    tf.tidy(() => optimiser.apply(variable, tf.tensor1d(gradient), tf.scalar(rates[i]!), tf.scalar(i + 1)));
    expectClose(variable, after[i]!);
  }
  variable.dispose();
  optimiser.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
});

test('without a gradient, decay alone shrinks the weights it applies to', () => {
  const variable = tf.variable(tf.tensor1d([2, 2]));
  const optimiser = adamW(Float32Array.of(0.5, 0));
  optimiser.apply(variable, tf.zeros([2]), tf.scalar(0.1), tf.scalar(1));
  expectClose(variable, [2 - 0.1 * 0.5 * 2, 2]);
});
