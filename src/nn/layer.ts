import type { Random } from '../domain/seeded-random.js';
import type { Tensor, Tensor2D } from './tensorflow.js';

/** A tensor that a layer keeps: learnt by gradients, or ('statistic') a moving average of what the layer observes. */
export interface VariableDeclaration {
  /** Unique in the network: 'block0/dense1/kernel'. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Weight decay applies to kernels only. */
  readonly role: 'kernel' | 'offset' | 'scale' | 'statistic';
  /** First values, row-major. */
  initial(random: Random): Float32Array;
}

/** One pass of a batch through the network: where layers find their variables. */
export interface Pass {
  readonly training: boolean;
  value(name: string): Tensor;
  /** Gives a statistic's value in this batch; its moving average follows after the step. Training only. */
  observe(name: string, value: Tensor): void;
  /** Whole number, another one each step; training only. */
  readonly step: Tensor; // [] int32
}

/** A function of a batch and of variables. Holds no state, so a step can be traced into a graph. */
export interface Layer {
  readonly variables: readonly VariableDeclaration[];
  apply(x: Tensor2D, pass: Pass): Tensor2D; // [rows × inputs] → [rows × outputs]
}

/** Layers one after the other. */
export function sequence(...layers: readonly Layer[]): Layer {
  return {
    variables: layers.flatMap((layer) => layer.variables),
    apply: (x, pass) => layers.reduce((value, layer) => layer.apply(value, pass), x),
  };
}
