import { batchNormalisation } from './batch-normalisation.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { glorotUniform } from './initialisers.js';
import { sequence, type Layer } from './layer.js';
import { tf } from './tensorflow.js';

export interface GatedDenseBlockOptions {
  readonly inputs: number;
  readonly units: number;
  /** Share of the outputs that training drops, [0, 1). */
  readonly dropoutRate: number;
  /** Key of the dropout masks. */
  readonly seed: number;
}

/**
 * Gated linear unit (Dauphin et al. 2017, "Language Modeling with Gated Convolutional Networks") on normalised
 * inputs z: dropout(dense₁(z) ⊙ sigmoid(dense₂(z))).
 */
export function gatedDenseBlock(name: string, options: GatedDenseBlockOptions): Layer {
  const { inputs, units, dropoutRate, seed } = options;
  const layer = { inputs, outputs: units, initialiser: glorotUniform, bias: true };
  const norm = batchNormalisation(`${name}/norm`, inputs);
  const value = dense(`${name}/value`, layer);
  const gate = dense(`${name}/gate`, layer);
  const product: Layer = {
    variables: [...value.variables, ...gate.variables],
    apply: (x, pass) => tf.mul(value.apply(x, pass), tf.sigmoid(gate.apply(x, pass))),
  };
  return sequence(norm, product, dropout(dropoutRate, seed));
}
