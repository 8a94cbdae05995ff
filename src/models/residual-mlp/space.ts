import type { DataProfile } from '../../domain/competition.js';
import type { Parameters, SearchSpace } from '../../domain/search-space.js';
import { activationNames, type ActivationName } from '../../nn/activation-names.js';
import { defaultSize } from '../tabular-network/size.js';

/** A trial's parameters, typed. */
export interface Settings {
  readonly blocks: number;
  readonly width: number;
  readonly activation: ActivationName;
  readonly dropoutRate: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly epochs: number;
  readonly numeric: 'standard' | 'quantile-normal';
}

/** Widths and epochs are bounded by rows, so that no trial takes minutes a fold. */
export function space(profile: DataProfile): SearchSpace {
  const large = profile.rows >= 20_000;
  return {
    blocks: { kind: 'int', low: 1, high: 4 },
    width: { kind: 'int', low: 32, high: profile.rows < 3000 ? 256 : 512, step: 32, log: true },
    activation: { kind: 'categorical', choices: activationNames },
    dropout: { kind: 'float', low: 0, high: 0.6 },
    learning_rate: { kind: 'float', low: 5e-4, high: 3e-2, log: true },
    weight_decay: { kind: 'float', low: 1e-3, high: 5, log: true },
    epochs: { kind: 'int', low: large ? 6 : 10, high: large ? 32 : 60, log: true },
    numeric: { kind: 'categorical', choices: ['standard', 'quantile-normal'] },
  };
}

/**
 * Starts from what had the best out-of-fold scores on public tables of the task: two classes want a smooth
 * activation and strong weight decay, values want large steps and no dropout.
 */
export function portfolio(profile: DataProfile): readonly Parameters[] {
  const size = defaultSize(profile.rows);
  const { task } = profile;
  const first = task === 'binary' ? noisy : task === 'multiclass' ? steady : exact;
  const second = task === 'regression' ? steady : task === 'binary' ? exact : noisy;
  return [
    { ...size, ...first },
    { ...size, ...first, blocks: size.blocks + 1, dropout: 0.4, weight_decay: 1 },
    { ...size, ...first, width: 2 * size.width, dropout: 0.15, numeric: 'quantile-normal' },
    { ...size, ...first, width: 2 * size.width, blocks: 1, learning_rate: 2e-3 },
    { ...size, ...second, activation: 'elu', blocks: 1 },
    { ...size, ...first, width: 32, blocks: 3, dropout: 0.05, numeric: 'quantile-normal' },
    { ...size, ...second, numeric: 'quantile-normal' },
  ];
}

const noisy = {
  activation: 'silu',
  dropout: 0.3,
  learning_rate: 1e-2,
  weight_decay: 2,
  numeric: 'standard',
} as const;

const steady = {
  activation: 'relu',
  dropout: 0.3,
  learning_rate: 5e-3,
  weight_decay: 0.1,
  numeric: 'standard',
} as const;

const exact = {
  activation: 'relu',
  dropout: 0,
  learning_rate: 1.5e-2,
  weight_decay: 0.2,
  numeric: 'standard',
} as const;

/** @throws Error when a parameter is absent or of another type */
export function readParameters(parameters: Parameters): Settings {
  const number = (name: string): number => {
    const value = parameters[name];
    if (typeof value !== 'number') throw new Error(`${name} must be a number, not ${value}`);
    return value;
  };
  const activation = activationNames.find((name) => name === parameters['activation']);
  if (activation === undefined) throw new Error(`unknown activation ${parameters['activation']}`);
  return {
    blocks: number('blocks'),
    width: number('width'),
    activation,
    dropoutRate: number('dropout'),
    learningRate: number('learning_rate'),
    weightDecay: number('weight_decay'),
    epochs: number('epochs'),
    numeric: parameters['numeric'] === 'quantile-normal' ? 'quantile-normal' : 'standard',
  };
}
