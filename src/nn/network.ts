import { setImmediate } from 'node:timers/promises';
import { flatVariables, type FlatVariables } from './flat-variables.js';
import type { Layer, Pass } from './layer.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './tensorflow.js';

const rowsAtATime = 4096;

/** A layer with its variables laid flat: what is learnt, and what batch normalisation counts. */
export interface Network {
  readonly layer: Layer;
  readonly weights: FlatVariables;
  readonly statistics: FlatVariables;
}

/** Values of a network's variables at one moment. */
export interface Snapshot {
  readonly weights: Tensor1D; // [network.weights.length]
  readonly statistics: Tensor1D; // [network.statistics.length]
}

export function network(layer: Layer): Network {
  return {
    layer,
    weights: flatVariables(layer.variables.filter(({ role }) => role !== 'statistic')),
    statistics: flatVariables(layer.variables.filter(({ role }) => role === 'statistic')),
  };
}

/** The network in inference mode. */
export function forward({ layer, weights, statistics }: Network, at: Snapshot, x: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const values = new Map([...weights.split(at.weights), ...statistics.split(at.statistics)]);
    return layer.apply(x, {
      training: false,
      value: lookUp(values),
      observe: refuse,
      step: tf.scalar(0, 'int32'),
    });
  });
}

/** `forward` for any number of rows, some at a time; the event loop turns between them. */
export async function forwardRows(
  network: Network,
  at: Snapshot,
  values: Float32Array, // [rows × inputs]
  inputs: number,
  outputs: number,
): Promise<Float32Array> {
  const rows = values.length / inputs;
  const result = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row += rowsAtATime) {
    const part = values.subarray(row * inputs, (row + rowsAtATime) * inputs);
    const output = tf.tidy(() => forward(network, at, tf.tensor2d(part, [part.length / inputs, inputs])));
    result.set(await output.data(), row * outputs);
    output.dispose();
    await setImmediate();
  }
  return result; // [rows × outputs]
}

/** Finds a variable's value by name. */
export function lookUp(values: ReadonlyMap<string, Tensor>): Pass['value'] {
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the network has no variable ${name}`);
    return value;
  };
}

function refuse(name: string): never {
  throw new Error(`${name} is observed in training only`);
}
