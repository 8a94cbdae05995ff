import { nativeOperation, type Attribute } from './native-operation.js';
import type { Layer } from './layer.js';
import { tf } from './tensorflow.js';

/**
 * Srivastava et al. 2014. Training: each number is zero with probability `rate`, the others are divided by
 * 1 − rate. The mask is a function of (seed, step) computed by TensorFlow, so a traced step draws fresh ones.
 */
export function dropout(rate: number, seed: number): Layer {
  return {
    variables: [],
    apply(x, pass) {
      if (!pass.training || rate === 0) return x;
      const key = tf.stack([pass.step, tf.scalar(seed | 0, 'int32')]);
      const shape = tf.tensor1d(x.shape, 'int32');
      const [uniform] = nativeOperation('StatelessRandomUniform', attributes, [shape, key], 1);
      if (uniform === undefined) throw new Error('StatelessRandomUniform returned nothing');
      const kept = tf.cast(tf.greaterEqual(uniform, rate), 'float32');
      return tf.mul(x, tf.mul(kept, 1 / (1 - rate)));
    },
  };
}

const attributes: readonly Attribute[] = [
  { name: 'dtype', type: 'float32' },
  { name: 'T', type: 'int32' },
  { name: 'Tseed', type: 'int32' },
];
