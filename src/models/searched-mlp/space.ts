import type { DataProfile } from '../../domain/competition.js';
import type { FloatParameter, SearchSpace } from '../../domain/search-space.js';
import { activationNames } from '../../nn/activation-names.js';
import { batchRows } from '../tabular-network/size.js';

/** Widths and epochs are bounded by rows, so that no trial takes minutes a fold. */
export function space({ rows }: DataProfile): SearchSpace {
  const large = rows >= 20_000;
  const units = { kind: 'int', low: 16, high: rows < 3000 ? 128 : 256, step: 16, log: true } as const;
  const dropout: FloatParameter = { kind: 'float', low: 0, high: 0.6 };
  const activation = { kind: 'categorical', choices: activationNames } as const;
  const norm = { kind: 'categorical', choices: [true, false] } as const;
  const batch = batchRows(rows);
  return {
    blocks: {
      kind: 'genome',
      least: 1,
      most: 4,
      blocks: {
        dense: { units, activation, dropout, norm },
        residual: { units, activation, dropout },
        gated: { units, dropout },
      },
    },
    learning_rate: { kind: 'float', low: 5e-4, high: 2e-2, log: true },
    weight_decay: { kind: 'float', low: 1e-3, high: 5, log: true },
    batch_rows: { kind: 'categorical', choices: [batch / 2, batch, 2 * batch], ordered: true },
    epochs: { kind: 'int', low: large ? 6 : 10, high: large ? 32 : 60, log: true },
    numeric: { kind: 'categorical', choices: ['standard', 'quantile-normal'] },
  };
}
