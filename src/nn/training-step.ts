import { adamW, type AdamW } from './adamw.js';
import { meanLoss, type LossName } from './losses.js';
import { lookUp, type Network } from './network.js';
import {
  tf,
  type Scalar,
  type ScalarVariable,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Variable1D,
} from './tensorflow.js';

/** All that a step reads and writes; nothing else is remembered between steps. */
export interface TrainingState {
  readonly weights: Variable1D; // [network.weights.length]
  /** Moving average of the weights: what is validated and kept. */
  readonly average: Variable1D; // [network.weights.length]
  /** Moving averages of what the layers observe. */
  readonly statistics: Variable1D; // [network.statistics.length]
  readonly optimiser: AdamW;
  /** Steps taken. */
  readonly step: ScalarVariable; // []
}

export function trainingState(network: Network, seed: number, weightDecay: number): TrainingState {
  const decay = new Float32Array(network.weights.length);
  let at = 0;
  for (const { role, shape } of network.weights.declarations) {
    const size = shape.reduce((a, b) => a * b, 1);
    if (role === 'kernel') decay.fill(weightDecay, at, at + size);
    at += size;
  }
  const weights = network.weights.initial(seed);
  return {
    weights: variable(weights),
    average: variable(weights),
    statistics: variable(network.statistics.initial(seed)),
    optimiser: adamW(decay),
    step: tf.tidy(() => tf.variable(tf.scalar(0), false)),
  };
}

/** Share of the moving averages that a step keeps; less in the first steps, so that they forget the start. */
const averageKeep = 0.98;

export function disposeTrainingState(state: TrainingState): void {
  tf.dispose([state.weights, state.average, state.statistics, state.step]);
  state.optimiser.dispose();
}

/**
 * One step of gradient descent on a batch: a function of state, batch and rate alone, made of tensor
 * operations alone, so that it can be recorded as a graph.
 * @returns the batch's mean loss before the step
 */
export function trainingStep(
  network: Network,
  loss: LossName,
  state: TrainingState,
  x: Tensor2D, // [rows × inputs]
  y: Tensor2D, // [rows × outputs]
  rate: Scalar,
): Scalar {
  return tf.tidy(() => {
    state.step.assign(tf.add(state.step, 1));
    const step = tf.cast(state.step, 'int32');
    const observed = new Map<string, Tensor>();
    const { value, grad } = tf.valueAndGrad((weights) => {
      const output = network.layer.apply(x, {
        training: true,
        value: lookUp(network.weights.split(weights)),
        observe: (name, value) => observed.set(name, tf.keep(value)),
        step,
      });
      return meanLoss(loss, output, y);
    })(state.weights);
    state.optimiser.apply(state.weights, grad, rate, state.step);
    const renewed = tf.sub(1, tf.minimum(averageKeep, tf.div(state.step, tf.add(state.step, 10))));
    follow(state.average, state.weights, renewed);
    follow(state.statistics, network.statistics.join(observed), renewed);
    tf.dispose([...observed.values()]);
    return value;
  });
}

function follow(average: Variable1D, value: Tensor1D, renewed: Tensor): void {
  average.assign(tf.add(average, tf.mul(tf.sub(value, average), renewed)));
}

function variable(values: Float32Array): Variable1D {
  return tf.tidy(() => tf.variable(tf.tensor1d(values), false));
}
