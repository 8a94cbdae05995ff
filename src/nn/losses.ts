import { nativeOperation } from './native-operation.js';
import { tf, type Scalar, type Tensor, type Tensor2D } from './tensorflow.js';

/**
 * What training minimises, from logits or standardised values [rows × outputs] and targets [rows × outputs]
 * (indicators of the class for 'softmax'). The gradient is given by its formula.
 */
export type LossName = 'sigmoid' | 'softmax' | 'squared' | 'absolute';

/** Mean over the rows. */
export function meanLoss(name: LossName, output: Tensor2D, target: Tensor2D): Scalar {
  const rows = output.shape[0];
  const loss = tf.customGrad((x, save) => {
    const { each, slope } = formula(name, x as Tensor, target);
    (save as (tensors: Tensor[]) => void)([slope]);
    return {
      value: tf.div(tf.sum(each), rows),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(saved[0] as Tensor, tf.div(dy, rows)),
    };
  });
  return loss(output) as Scalar;
}

interface Formula {
  /** Loss of each number or row. */
  readonly each: Tensor;
  /** Derivative of `each` by the output. */
  readonly slope: Tensor; // [rows × outputs]
}

function formula(name: LossName, x: Tensor, target: Tensor): Formula {
  if (name === 'sigmoid') {
    // log(1 + eˣ) − target · x
    return {
      each: tf.sub(tf.softplus(x), tf.mul(x, target)),
      slope: tf.sub(tf.sigmoid(x), target),
    };
  }
  if (name === 'softmax') {
    const type = [{ name: 'T', type: 'float32' }] as const;
    const [each, slope] = nativeOperation('SoftmaxCrossEntropyWithLogits', type, [x, target], 2);
    return { each: each as Tensor, slope: slope as Tensor };
  }
  const difference = tf.sub(x, target);
  if (name === 'squared') return { each: tf.square(difference), slope: tf.mul(difference, 2) };
  return { each: tf.abs(difference), slope: tf.sign(difference) };
}
