import { expect, test } from 'vitest';
import { blockNetwork, type BlockNetworkShape } from '../../src/nn/block-network.js';
import { gatedDenseBlock } from '../../src/nn/gated-dense-block.js';
import { meanLoss } from '../../src/nn/losses.js';
import { network } from '../../src/nn/network.js';
import { tf, type Tensor } from '../../src/nn/tensorflow.js';
import { expectClose, trainingPass } from './numbers.js';

const shape: BlockNetworkShape = {
  inputs: 3,
  outputs: 2,
  seed: 1,
  layers: [
    { type: 'residual', units: 7, activation: 'silu', dropoutRate: 0 },
    { type: 'dense', units: 5, activation: 'elu', dropoutRate: 0, norm: false },
    { type: 'gated', units: 4, dropoutRate: 0 },
    { type: 'dense', units: 6, activation: 'silu', dropoutRate: 0, norm: true },
  ],
};
const built = network(blockNetwork(shape));
const flat = tf.tensor1d(built.weights.initial(1));
const x = tf.tensor2d(
  Array.from({ length: 24 }, (_, i) => Math.sin(3 * i)),
  [8, 3],
);
const target = tf.tensor2d(
  Array.from({ length: 16 }, (_, i) => Number((i >> 1) % 2 === i % 2)),
  [8, 2],
);
const loss = (weights: Tensor) =>
  meanLoss('softmax', built.layer.apply(x, trainingPass(built.weights.split(weights)).pass), target);

test('variables of each block and the head, none without use', () => {
  const sizes = new Map(
    built.weights.declarations.map(({ name, shape: [...sides] }) => [name, sides.join('×')]),
  );
  expect(Object.fromEntries(sizes)).toMatchObject({
    'block0/dense1/kernel': '3×7',
    'block0/dense2/kernel': '7×3',
    'block1/dense/kernel': '3×5',
    'block1/dense/bias': '5',
    'block2/value/kernel': '5×4',
    'block2/gate/bias': '4',
    'block3/dense/kernel': '4×6',
    'head/kernel': '6×2',
  });
  expect(sizes.has('block3/dense/bias')).toBe(false);
  const gradients = built.weights.split(tf.grad(loss)(flat));
  for (const [name, gradient] of gradients) {
    expect(tf.max(tf.abs(gradient)).dataSync()[0], name).toBeGreaterThan(0);
  }
});

test('the gradient equals the slope of the loss', () => {
  const direction = tf.tensor1d(Float32Array.from(flat.dataSync(), (_, i) => Math.cos(i)));
  const along = (distance: number): number => loss(tf.add(flat, tf.mul(direction, distance))).dataSync()[0]!;
  const slope = (along(2e-3) - along(-2e-3)) / 4e-3;
  const derivative = tf.sum(tf.mul(tf.grad(loss)(flat), direction)).dataSync()[0]!;
  expect(Math.abs(slope - derivative)).toBeLessThan(0.01 * Math.max(1, Math.abs(derivative)));
});

test('a gate of zero weights lets half of the value through, a shut one nothing', () => {
  const block = gatedDenseBlock('gated', { inputs: 2, units: 2, dropoutRate: 0, seed: 1 });
  const given = (gateBias: number): Map<string, Tensor> =>
    new Map<string, Tensor>([
      ['gated/norm/scale', tf.ones([2])],
      ['gated/norm/offset', tf.zeros([2])],
      ['gated/norm/moving-mean', tf.zeros([2])],
      ['gated/norm/moving-variance', tf.fill([2], 1 - 1e-3)],
      ['gated/value/kernel', tf.tensor2d([1, 0, 0, 2], [2, 2])],
      ['gated/value/bias', tf.tensor1d([0, 1])],
      ['gated/gate/kernel', tf.zeros([2, 2])],
      ['gated/gate/bias', tf.fill([2], gateBias)],
    ]);
  const output = (gateBias: number): Tensor => {
    const values = given(gateBias);
    const input = tf.tensor2d([4, -2], [1, 2]);
    const value = (name: string): Tensor => values.get(name) as Tensor;
    return block.apply(input, {
      training: false,
      value,
      observe: () => undefined,
      step: tf.scalar(0, 'int32'),
    });
  };
  expectClose(output(0), [2, -1.5]);
  expectClose(output(-100), [0, 0]);
});
