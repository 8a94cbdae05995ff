import { nativeOperation, type Attribute } from './native-operation.js';
import type { Layer } from './layer.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tensorflow.js';

/** Added to the variance, as in Keras. */
export const batchNormalisationEpsilon = 1e-3;

/**
 * Ioffe & Szegedy 2015. Training: y = scale · (x − mean) / √(variance + ε) + offset with the batch's own mean
 * and variance per column; inference: with their moving averages.
 */
export function batchNormalisation(name: string, columns: number): Layer {
  const scale = `${name}/scale`;
  const offset = `${name}/offset`;
  const mean = `${name}/moving-mean`;
  const variance = `${name}/moving-variance`;
  const shape = [columns];
  const constant = (value: number) => () => new Float32Array(columns).fill(value);
  return {
    variables: [
      { name: scale, shape, role: 'scale', initial: constant(1) },
      { name: offset, shape, role: 'offset', initial: constant(0) },
      { name: mean, shape, role: 'statistic', initial: constant(0) },
      { name: variance, shape, role: 'statistic', initial: constant(1) },
    ],
    apply(x, pass) {
      const gamma = pass.value(scale) as Tensor1D;
      const beta = pass.value(offset) as Tensor1D;
      if (!pass.training) {
        const factor = tf.mul(gamma, tf.rsqrt(tf.add(pass.value(variance), batchNormalisationEpsilon)));
        return tf.add(tf.mul(tf.sub(x, pass.value(mean)), factor), beta);
      }
      const { y, batchMean, batchVariance } = normaliseBatch(x, gamma, beta);
      pass.observe(mean, batchMean);
      pass.observe(variance, batchVariance);
      return y;
    },
  };
}

interface NormalisedBatch {
  readonly y: Tensor2D; // [rows × columns]
  readonly batchMean: Tensor1D;
  /** Unbiased (divided by rows − 1), as moving variances want it. */
  readonly batchVariance: Tensor1D;
}

/** TensorFlow's fused kernels: one operation forward and one backward where the formula takes two dozen. */
function normaliseBatch(x: Tensor2D, gamma: Tensor1D, beta: Tensor1D): NormalisedBatch {
  const [rows, columns] = x.shape;
  const image = [rows, 1, 1, columns];
  let batchMean: Tensor | undefined;
  let batchVariance: Tensor | undefined;
  const normalise = tf.customGrad((x, gamma, beta, save) => {
    const input = tf.reshape(x as Tensor, image);
    const none = tf.tensor1d([]);
    const inputs = [input, gamma as Tensor, beta as Tensor, none, none];
    const out = nativeOperation('FusedBatchNormV3', attributes, inputs, 6) as SixTensors;
    // customGrad frees what it does not return; training-step.ts frees what was observed.
    batchMean = tf.keep(out[1]);
    batchVariance = tf.keep(out[2]);
    (save as (tensors: Tensor[]) => void)([input, gamma as Tensor, out[3], out[4], out[5]]);
    return {
      value: tf.reshape(out[0], [rows, columns]),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [dx, dGamma, dBeta] = nativeOperation(
          'FusedBatchNormGradV3',
          attributes,
          [tf.reshape(dy, image), ...saved],
          5,
        ) as [Tensor, Tensor, Tensor];
        return [tf.reshape(dx, [rows, columns]), dGamma, dBeta];
      },
    };
  });
  const y = normalise(x, gamma, beta) as Tensor2D;
  return { y, batchMean: batchMean as Tensor1D, batchVariance: batchVariance as Tensor1D };
}

type SixTensors = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

const attributes: readonly Attribute[] = [
  { name: 'T', type: 'float32' },
  { name: 'U', type: 'float32' },
  { name: 'epsilon', float: batchNormalisationEpsilon },
  { name: 'data_format', text: 'NHWC' },
  { name: 'is_training', flag: true },
];
