import { derivedSeed } from '../domain/seeded-random.js';
import type { ActivationName } from './activation-names.js';
import { activation } from './activation.js';
import { batchNormalisation } from './batch-normalisation.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { gatedDenseBlock } from './gated-dense-block.js';
import { glorotUniform, heNormal } from './initialisers.js';
import { sequence, type Layer } from './layer.js';
import { residualDenseBlock } from './residual-dense-block.js';

/** dense → norm, if wanted → f → dropout. */
export interface DenseBlockShape {
  readonly type: 'dense';
  readonly units: number;
  readonly activation: ActivationName;
  readonly dropoutRate: number;
  readonly norm: boolean;
}

/** As wide as what comes in; `units` is the width inside the branch. */
export interface ResidualBlockShape {
  readonly type: 'residual';
  readonly units: number;
  readonly activation: ActivationName;
  readonly dropoutRate: number;
}

export interface GatedBlockShape {
  readonly type: 'gated';
  readonly units: number;
  readonly dropoutRate: number;
}

export type BlockShape = DenseBlockShape | ResidualBlockShape | GatedBlockShape;

/** Plain data: all that says how the network is built. */
export interface BlockNetworkShape {
  readonly inputs: number;
  readonly outputs: number;
  /** First to last. */
  readonly layers: readonly BlockShape[];
  /** Key of the dropout masks. */
  readonly seed: number;
}

/** The blocks one after the other, then dense. Gives logits or standardised values. */
export function blockNetwork({ inputs, outputs, layers, seed }: BlockNetworkShape): Layer {
  let width = inputs;
  const blocks = layers.map((shape, i) => {
    const block = blockLayer(`block${i}`, shape, width, derivedSeed(seed, 'dropout', i));
    if (shape.type !== 'residual') width = shape.units;
    return block;
  });
  return sequence(
    ...blocks,
    dense('head', { inputs: width, outputs, initialiser: glorotUniform, bias: true }),
  );
}

function blockLayer(name: string, shape: BlockShape, inputs: number, seed: number): Layer {
  const { units, dropoutRate } = shape;
  if (shape.type === 'gated') return gatedDenseBlock(name, { inputs, units, dropoutRate, seed });
  if (shape.type === 'residual') {
    const options = { width: inputs, hidden: units, activation: shape.activation, dropoutRate, seed };
    return residualDenseBlock(name, options);
  }
  return sequence(
    dense(`${name}/dense`, { inputs, outputs: units, initialiser: heNormal, bias: !shape.norm }),
    ...(shape.norm ? [batchNormalisation(`${name}/norm`, units)] : []),
    activation(shape.activation),
    dropout(dropoutRate, seed),
  );
}
