import { tf, type Scalar, type Tensor, type Tensor1D, type Variable1D } from './tensorflow.js';

export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const adamWDefaults: AdamWOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization":
 * w ← w − rate · (m̂ / (√v̂ + ε) + decay · w), with one decay per weight. Holds its moments as variables.
 */
export interface AdamW {
  /** `rate` is a tensor, so schedules stay outside and the step can be traced. `step` counts from 1. */
  apply(weights: Variable1D, gradient: Tensor, rate: Scalar, step: Scalar): void;
  /** Moving averages of the gradient and of its square. */
  readonly moments: readonly [Variable1D, Variable1D]; // [weights] each
  dispose(): void;
}

export function adamW(decay: Float32Array, options: AdamWOptions = adamWDefaults): AdamW {
  const { beta1, beta2, epsilon } = options;
  const zeros = (): Variable1D => tf.tidy(() => tf.variable(tf.zeros([decay.length]), false));
  const first = zeros();
  const second = zeros();
  const decays = tf.tensor1d(decay); // [weights]
  return {
    moments: [first, second],
    apply(weights, gradient, rate, step) {
      tf.tidy(() => {
        const m: Tensor1D = tf.add(first, tf.mul(tf.sub(gradient, first), 1 - beta1));
        const v: Tensor1D = tf.add(second, tf.mul(tf.sub(tf.square(gradient), second), 1 - beta2));
        first.assign(m);
        second.assign(v);
        const correction1 = tf.sub(1, tf.pow(beta1, step));
        const correction2 = tf.sqrt(tf.sub(1, tf.pow(beta2, step)));
        const denominator = tf.add(tf.sqrt(v), tf.mul(correction2, epsilon));
        const length = tf.mul(rate, tf.div(correction2, correction1));
        const direction = tf.mul(tf.div(m, denominator), length);
        const shrink = tf.mul(tf.mul(weights, decays), rate);
        weights.assign(tf.sub(weights, tf.add(direction, shrink)));
      });
    },
    dispose() {
      tf.dispose([first, second, decays]);
    },
  };
}
