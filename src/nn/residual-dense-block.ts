import type { ActivationName } from './activation-names.js';
import { activation } from './activation.js';
import { batchNormalisation } from './batch-normalisation.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { heNormal } from './initialisers.js';
import { sequence, type Layer } from './layer.js';
import { tf } from './tensorflow.js';

export interface ResidualDenseBlockOptions {
  readonly width: number;
  /** Width inside the branch. Default: `width`. */
  readonly hidden?: number;
  readonly activation: ActivationName;
  /** Share of the inner activations that training drops, [0, 1). */
  readonly dropoutRate: number;
  /** Key of the dropout masks. */
  readonly seed: number;
}

/**
 * A dense block with a residual connection in pre-activation order (He et al. 2016, "Identity Mappings in Deep
 * Residual Networks"): x + dense₂(dropout(f(norm(dense₁(f(norm(x))))))). Gradients reach x unchanged through
 * the sum. Batch normalisation follows every dense layer sooner or later, so none of them has a bias.
 */
export function residualDenseBlock(name: string, options: ResidualDenseBlockOptions): Layer {
  const { width, hidden = width, dropoutRate, seed } = options;
  const layer = { initialiser: heNormal, bias: false };
  const branch = sequence(
    batchNormalisation(`${name}/norm1`, width),
    activation(options.activation),
    dense(`${name}/dense1`, { ...layer, inputs: width, outputs: hidden }),
    batchNormalisation(`${name}/norm2`, hidden),
    activation(options.activation),
    dropout(dropoutRate, seed),
    dense(`${name}/dense2`, { ...layer, inputs: hidden, outputs: width }),
  );
  return {
    variables: branch.variables,
    apply: (x, pass) => tf.add(x, branch.apply(x, pass)),
  };
}
