import type * as TensorFlow from '@tensorflow/tfjs-node-gpu';
import { createRequire } from 'node:module';

/**
 * The one place that loads TensorFlow: 1 s and 270 MB, so code outside src/nn imports src/nn dynamically.
 * Threads are read once, at load, from TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS: whoever starts the
 * process sets them. With one thread results repeat bit for bit.
 */
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
// oneDNN kernels are off by default on some processors and up to twice as fast.
process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';

export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as typeof TensorFlow;

export type Tensor = TensorFlow.Tensor;
export type Tensor1D = TensorFlow.Tensor1D;
export type Tensor2D = TensorFlow.Tensor2D;
export type Scalar = TensorFlow.Scalar;
export type Variable1D = TensorFlow.Variable<TensorFlow.Rank.R1>;
export type ScalarVariable = TensorFlow.Variable<TensorFlow.Rank.R0>;
