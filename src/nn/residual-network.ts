import { derivedSeed } from '../domain/seeded-random.js';
import type { ActivationName } from './activation-names.js';
import { activation } from './activation.js';
import { batchNormalisation } from './batch-normalisation.js';
import { dense } from './dense.js';
import { glorotUniform } from './initialisers.js';
import { sequence, type Layer } from './layer.js';
import { residualDenseBlock } from './residual-dense-block.js';

/** Plain data: all that says how the network is built. */
export interface ResidualNetworkShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly blocks: number;
  readonly width: number;
  readonly activation: ActivationName;
  readonly dropoutRate: number;
  /** Key of the dropout masks. */
  readonly seed: number;
}

/** dense → blocks × residual dense block → norm → f → dense. Gives logits or standardised values. */
export function residualNetwork(shape: ResidualNetworkShape): Layer {
  const { inputs, outputs, blocks, width } = shape;
  return sequence(
    dense('input', { inputs, outputs: width, initialiser: glorotUniform, bias: false }),
    ...Array.from({ length: blocks }, (_, i) =>
      residualDenseBlock(`block${i}`, {
        width,
        activation: shape.activation,
        dropoutRate: shape.dropoutRate,
        seed: derivedSeed(shape.seed, 'dropout', i),
      }),
    ),
    batchNormalisation('norm', width),
    activation(shape.activation),
    dense('head', { inputs: width, outputs, initialiser: glorotUniform, bias: true }),
  );
}
