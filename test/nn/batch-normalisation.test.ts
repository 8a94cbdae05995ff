import { expect, test } from 'vitest';
import { batchNormalisation } from '../../src/nn/batch-normalisation.js';
import { forward, network } from '../../src/nn/network.js';
import { tf, type Tensor2D } from '../../src/nn/tensorflow.js';
import { expectClose, trainingPass } from './numbers.js';
import { reference } from './reference.js';

const expected = reference.batchNormalisation;
const layer = batchNormalisation('norm', 3);
const x = tf.tensor2d(expected.x, [6, 3]);
const gamma = tf.tensor1d(expected.gamma);
const beta = tf.tensor1d(expected.beta);

test('training: output, gradients and batch statistics equal those of PyTorch', () => {
  const values = new Map([
    ['norm/scale', gamma],
    ['norm/offset', beta],
  ]);
  const { pass, observed } = trainingPass(values);
  expectClose(layer.apply(x, pass), expected.training);
  expectClose(observed.get('norm/moving-mean')!, expected.batchMean);
  expectClose(observed.get('norm/moving-variance')!, expected.batchVariance);
  const weights = tf.tensor2d(expected.weights, [6, 3]);
  const gradients = tf.grads((x, scale, offset) => {
    const { pass } = trainingPass(
      new Map([
        ['norm/scale', scale],
        ['norm/offset', offset],
      ]),
    );
    return tf.mul(layer.apply(x as Tensor2D, pass), weights);
  })([x, gamma, beta]);
  expectClose(gradients[0]!, expected.dx);
  expectClose(gradients[1]!, expected.dGamma);
  expectClose(gradients[2]!, expected.dBeta);
});

test('inference: uses the moving statistics, as PyTorch does', () => {
  const at = {
    weights: tf.tensor1d([...expected.gamma, ...expected.beta]),
    statistics: tf.tensor1d([...expected.movingMean, ...expected.movingVariance]),
  };
  expectClose(forward(network(layer), at, x), expected.inference);
});

test('a batch of one row is finite', () => {
  const values = new Map([
    ['norm/scale', gamma],
    ['norm/offset', beta],
  ]);
  const { pass, observed } = trainingPass(values);
  expectClose(layer.apply(tf.tensor2d([[1, 2, 3]]), pass), expected.beta);
  expect(observed.get('norm/moving-variance')!.dataSync().every(Number.isFinite)).toBe(true);
});
