import { expect, test } from 'vitest';
import { meanLoss, type LossName } from '../../src/nn/losses.js';
import { tf, type Tensor2D } from '../../src/nn/tensorflow.js';
import { expectClose } from './numbers.js';
import { reference } from './reference.js';

const names: LossName[] = ['sigmoid', 'softmax', 'squared', 'absolute'];

test.each(names)('%s: mean and gradient equal those of PyTorch', (name) => {
  const { output, target, loss, gradient } = reference.losses[name];
  const columns = name === 'softmax' ? 3 : 1;
  const shape: [number, number] = [output.length / columns, columns];
  const truth = tf.tensor2d(target, shape);
  const { value, grad } = tf.valueAndGrad((x) => meanLoss(name, x as Tensor2D, truth))(
    tf.tensor2d(output, shape),
  );
  expectClose(value, [loss]);
  expectClose(grad, gradient);
});

test('logits far out give finite losses', () => {
  const loss = meanLoss('sigmoid', tf.tensor2d([[-1e4], [1e4]]), tf.tensor2d([[1], [0]]));
  expect(loss.dataSync()[0]).toBeCloseTo(1e4, 0);
});
