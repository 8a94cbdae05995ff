import { blockNetwork, type BlockNetworkShape } from './block-network.js';
import type { Layer } from './layer.js';
import { forwardRows, network, type Network, type Snapshot } from './network.js';
import { residualNetwork, type ResidualNetworkShape } from './residual-network.js';
import { tf, type Tensor2D } from './tensorflow.js';
import { train, type Examples, type TrainingOptions } from './training-loop.js';

/** Numbers on the side of JavaScript, before they become tensors. */
export interface Rows {
  readonly x: Float32Array; // [rows × inputs]
  readonly y: Float32Array; // [rows × outputs]
}

export type NetworkShape = ResidualNetworkShape | BlockNetworkShape;

/** A network that only predicts. Holds two tensors; call dispose once. */
export interface TrainedNetwork {
  /** Weights, then statistics: for `restoreNetwork`. */
  readonly values: Float32Array;
  predict(x: Float32Array): Promise<Float32Array>; // [rows × inputs] → [rows × outputs]
  dispose(): void;
}

/** Trains on `rows`, choosing the epoch by `held` where given. Frees all tensors but those of the result. */
export async function trainNetwork(
  shape: NetworkShape,
  rows: Rows,
  held: Rows | null,
  options: TrainingOptions,
): Promise<TrainedNetwork> {
  const built = network(layerOf(shape));
  const training = examples(rows, shape);
  const validation = held === null ? null : examples(held, shape);
  try {
    const { snapshot } = await train(built, training, validation, options);
    return trainedNetwork(built, shape, snapshot);
  } finally {
    tf.dispose([training.x, training.y]);
    if (validation !== null) tf.dispose([validation.x, validation.y]);
  }
}

/** @throws Error when there are not as many values as the shape needs */
export function restoreNetwork(shape: NetworkShape, values: Float32Array): TrainedNetwork {
  const built = network(layerOf(shape));
  const { length } = built.weights;
  if (values.length !== length + built.statistics.length) {
    throw new Error(`the network has ${length + built.statistics.length} values, not ${values.length}`);
  }
  return trainedNetwork(built, shape, {
    weights: tf.tensor1d(values.subarray(0, length)),
    statistics: tf.tensor1d(values.subarray(length)),
  });
}

function layerOf(shape: NetworkShape): Layer {
  return 'layers' in shape ? blockNetwork(shape) : residualNetwork(shape);
}

function trainedNetwork(built: Network, shape: NetworkShape, at: Snapshot): TrainedNetwork {
  const values = new Float32Array(built.weights.length + built.statistics.length);
  values.set(at.weights.dataSync());
  values.set(at.statistics.dataSync(), built.weights.length);
  return {
    values,
    predict: (x) => forwardRows(built, at, x, shape.inputs, shape.outputs),
    dispose: () => tf.dispose([at.weights, at.statistics]),
  };
}

function examples({ x, y }: Rows, { inputs, outputs }: NetworkShape): Examples {
  const tensor = (values: Float32Array, columns: number): Tensor2D =>
    tf.tensor2d(values, [values.length / columns, columns]);
  return { x: tensor(x, inputs), y: tensor(y, outputs) };
}
