import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { activationNames } from '../../src/nn/activation-names.js';
import { meanLoss } from '../../src/nn/losses.js';
import { forward, network } from '../../src/nn/network.js';
import { residualDenseBlock } from '../../src/nn/residual-dense-block.js';
import { residualNetwork } from '../../src/nn/residual-network.js';
import { tf, type Tensor } from '../../src/nn/tensorflow.js';
import { expectClose, trainingPass } from './numbers.js';
import { reference } from './reference.js';

const { x, target, parameters, activations } = reference.network;

describe.each(activationNames)('with %s', (activation) => {
  const built = network(
    residualNetwork({ inputs: 3, outputs: 2, blocks: 1, width: 4, activation, dropoutRate: 0, seed: 1 }),
  );
  const names = built.weights.declarations.map(({ name }) => name);
  const flat = tf.tensor1d(names.flatMap((name) => parameters[name] ?? []));
  const loss = (weights: Tensor) => {
    const { pass } = trainingPass(built.weights.split(weights));
    return meanLoss('softmax', built.layer.apply(tf.tensor2d(x, [8, 3]), pass), tf.tensor2d(target, [8, 2]));
  };

  test('output, loss and every gradient equal those of PyTorch', () => {
    const expected = activations[activation];
    const { pass } = trainingPass(built.weights.split(flat));
    expectClose(built.layer.apply(tf.tensor2d(x, [8, 3]), pass), expected.output);
    const { value, grad } = tf.valueAndGrad(loss)(flat);
    expectClose(value, [expected.loss]);
    const gradients = built.weights.split(grad);
    for (const name of names) expectClose(gradients.get(name)!, expected.gradients[name]!, 3e-5);
  });

  test('the gradient equals the slope of the loss', () => {
    const direction = tf.tensor1d(Float32Array.from(flat.dataSync(), (_, i) => Math.cos(i)));
    const along = (distance: number): number =>
      loss(tf.add(flat, tf.mul(direction, distance))).dataSync()[0]!;
    const slope = (along(2e-3) - along(-2e-3)) / 4e-3;
    const derivative = tf.sum(tf.mul(tf.grad(loss)(flat), direction)).dataSync()[0]!;
    expect(Math.abs(slope - derivative)).toBeLessThan(0.01 * Math.max(1, Math.abs(derivative)));
  });
});

test('a block whose last dense layer is zero is the identity: the residual connection alone is left', () => {
  const block = residualDenseBlock('block', { width: 5, activation: 'relu', dropoutRate: 0.2, seed: 1 });
  const values = new Map(
    block.variables.map(({ name, shape, initial }) => {
      const numbers = initial(seededRandom(name));
      return [name, tf.tensor(name === 'block/dense2/kernel' ? numbers.fill(0) : numbers, [...shape])];
    }),
  );
  const x = tf.tensor2d(
    Array.from({ length: 15 }, (_, i) => Math.sin(i)),
    [3, 5],
  );
  expect([...block.apply(x, trainingPass(values).pass).dataSync()]).toEqual([...x.dataSync()]);
});

test('shapes and number of weights', () => {
  const shape = {
    inputs: 7,
    outputs: 3,
    blocks: 2,
    width: 16,
    activation: 'relu',
    dropoutRate: 0.1,
  } as const;
  const built = network(residualNetwork({ ...shape, seed: 1 }));
  expect(built.weights.length).toBe(7 * 16 + 2 * (2 * 16 * 16 + 4 * 16) + 2 * 16 + 16 * 3 + 3);
  expect(built.statistics.length).toBe(5 * 2 * 16);
  const at = {
    weights: tf.tensor1d(built.weights.initial(3)),
    statistics: tf.tensor1d(built.statistics.initial(3)),
  };
  expect(forward(built, at, tf.ones([9, 7])).shape).toEqual([9, 3]);
});
