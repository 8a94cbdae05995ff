import type { ActivationName } from './activation-names.js';
import type { Layer } from './layer.js';
import { nativeOperation } from './native-operation.js';
import { tf, type Tensor, type Tensor2D } from './tensorflow.js';

/** Element-wise non-linearity; silu is x · sigmoid(x) (Elfwing et al. 2017). */
export function activation(name: ActivationName): Layer {
  return {
    variables: [],
    apply(x) {
      if (name === 'relu') return relu(x);
      if (name === 'elu') return tf.elu(x);
      return tf.mul(x, tf.sigmoid(x));
    },
  };
}

/** TensorFlow's own gradient kernel takes one operation where tfjs's takes six. */
function relu(x: Tensor2D): Tensor2D {
  const type = [{ name: 'T', type: 'float32' }] as const;
  const withGradient = tf.customGrad((x, save) => {
    const value = tf.relu(x as Tensor2D);
    (save as (tensors: Tensor[]) => void)([value]);
    return {
      value,
      gradFunc: (dy: Tensor, saved: Tensor[]) => nativeOperation('ReluGrad', type, [dy, ...saved], 1),
    };
  });
  return withGradient(x);
}
