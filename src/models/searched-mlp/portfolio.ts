import type { DataProfile } from '../../domain/competition.js';
import { withBlocks, type Block } from '../../domain/genome.js';
import type { Parameters } from '../../domain/search-space.js';
import { batchRows, defaultSize } from '../tabular-network/size.js';
import { space } from './space.js';

/** One architecture of each kind of block, then a deep and narrow one: parents that differ, for evolution. */
export function portfolio(profile: DataProfile): readonly Parameters[] {
  const { width, epochs } = defaultSize(profile.rows);
  const dropout = profile.task === 'regression' ? 0 : 0.25;
  const activation = profile.task === 'binary' ? 'silu' : 'relu';
  const dense = (units: number): Block => ({
    type: 'dense',
    parameters: { units, activation, dropout, norm: true },
  });
  const residual = (units: number): Block => ({
    type: 'residual',
    parameters: { units, activation, dropout },
  });
  const gated = (units: number): Block => ({ type: 'gated', parameters: { units, dropout } });
  const settings = {
    learning_rate: 1e-2,
    weight_decay: profile.task === 'binary' ? 1 : 0.1,
    batch_rows: batchRows(profile.rows),
    epochs,
    numeric: 'standard',
  };
  const architectures = [
    [dense(width), dense(width / 2)],
    [gated(width), dense(width / 2)],
    [dense(width), residual(width)],
    [dense(width / 2), dense(width / 2), residual(width / 2)],
  ];
  return architectures.map((blocks) => withBlocks(space(profile), 'blocks', settings, blocks));
}
