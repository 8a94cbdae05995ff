import { blocksOf, type Block } from '../../domain/genome.js';
import type { Parameters } from '../../domain/search-space.js';
import { activationNames, type ActivationName } from '../../nn/activation-names.js';
import type { BlockShape } from '../../nn/block-network.js';
import type { TrainingSettings } from '../tabular-network/fit-network.js';

/** @throws Error when a parameter is absent or of another type */
export function readSettings(parameters: Parameters): TrainingSettings {
  return {
    learningRate: numberIn(parameters, 'learning_rate'),
    weightDecay: numberIn(parameters, 'weight_decay'),
    batchRows: numberIn(parameters, 'batch_rows'),
    epochs: numberIn(parameters, 'epochs'),
    numeric: parameters['numeric'] === 'quantile-normal' ? 'quantile-normal' : 'standard',
  };
}

/** @throws Error when there is no block, or when one is of an unknown type or lacks a parameter */
export function readArchitecture(parameters: Parameters): readonly BlockShape[] {
  const blocks = blocksOf('blocks', parameters);
  if (blocks.length === 0) throw new Error('blocks.length must be 1 or more');
  return blocks.map(readBlock);
}

function readBlock({ type, parameters }: Block): BlockShape {
  const common = { units: numberIn(parameters, 'units'), dropoutRate: numberIn(parameters, 'dropout') };
  if (type === 'gated') return { type, ...common };
  if (type === 'residual') return { type, ...common, activation: activationIn(parameters) };
  if (type !== 'dense') throw new Error(`unknown type of block ${type}`);
  return { type, ...common, activation: activationIn(parameters), norm: parameters['norm'] === true };
}

function numberIn(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number') throw new Error(`${name} must be a number, not ${value}`);
  return value;
}

function activationIn(parameters: Parameters): ActivationName {
  const activation = activationNames.find((name) => name === parameters['activation']);
  if (activation === undefined) throw new Error(`unknown activation ${parameters['activation']}`);
  return activation;
}
