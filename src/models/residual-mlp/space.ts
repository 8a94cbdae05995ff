import type { DataProfile } from '../../domain/competition.js';
import type { Parameters, SearchSpace } from '../../domain/search-space.js';
import type { ActivationName } from '../../nn/activation.js';

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

/** Width is bounded by rows so that no fit of a small table spends minutes on a great network. */
export function space(profile: DataProfile): SearchSpace {
  return {
    blocks: { kind: 'int', low: 1, high: 4 },
    width: { kind: 'int', low: 32, high: profile.rows < 5000 ? 256 : 512, step: 32, log: true },
    activation: { kind: 'categorical', choices: ['relu', 'silu', 'elu'] },
    dropoutRate: { kind: 'float', low: 0, high: 0.6, step: 0.05 },
    learningRate: { kind: 'float', low: 5e-4, high: 2e-2, log: true },
    weightDecay: { kind: 'float', low: 1e-3, high: 2, log: true },
    epochs: { kind: 'int', low: 8, high: 64, log: true },
    numeric: { kind: 'categorical', choices: ['standard', 'quantile-normal'] },
  };
}
