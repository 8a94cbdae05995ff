import type { Initialiser } from './initialisers.js';
import type { Layer } from './layer.js';
import { nativeOperation, type Attribute } from './native-operation.js';
import { tf, type Tensor, type Tensor2D } from './tensorflow.js';

export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly initialiser: Initialiser;
  /** Leave it out where a batch normalisation follows: that one subtracts it again. */
  readonly bias: boolean;
}

/** y = x · kernel + bias. */
export function dense(name: string, { inputs, outputs, initialiser, bias }: DenseOptions): Layer {
  const kernel = `${name}/kernel`;
  const offset = `${name}/bias`;
  const shape = [inputs, outputs];
  return {
    variables: [
      { name: kernel, shape, role: 'kernel', initial: (random) => initialiser(shape, random) },
      ...(bias
        ? [
            {
              name: offset,
              shape: [outputs],
              role: 'offset' as const,
              initial: () => new Float32Array(outputs),
            },
          ]
        : []),
    ],
    apply(x, pass) {
      const y = multiply(x, pass.value(kernel) as Tensor2D); // [rows × outputs]
      return bias ? tf.add(y, pass.value(offset)) : y;
    },
  };
}

/** tf.matMul goes through batches of matrices: three reshapes for each product. */
function multiply(x: Tensor2D, kernel: Tensor2D): Tensor2D {
  const withGradient = tf.customGrad((x, kernel, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor, kernel as Tensor]);
    return {
      value: product(x as Tensor, kernel as Tensor),
      gradFunc: (dy: Tensor, [x, kernel]: Tensor[]) => [
        product(dy, kernel as Tensor, 'second transposed'),
        product(x as Tensor, dy, 'first transposed'),
      ],
    };
  });
  return withGradient(x, kernel) as Tensor2D;
}

function product(a: Tensor, b: Tensor, form?: 'first transposed' | 'second transposed'): Tensor {
  const attributes: Attribute[] = [
    { name: 'T', type: 'float32' },
    { name: 'transpose_a', flag: form === 'first transposed' },
    { name: 'transpose_b', flag: form === 'second transposed' },
  ];
  return nativeOperation('MatMul', attributes, [a, b], 1)[0] as Tensor;
}
