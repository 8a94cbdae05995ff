import type { DataProfile } from '../../domain/competition.js';
import { batchRows, defaultSize } from '../tabular-network/size.js';

/** As of residual-mlp, for the default's two dense blocks. */
export function expectedSeconds(profile: DataProfile): number {
  const { width, epochs } = defaultSize(profile.rows);
  const inputs = profile.numericColumns + 8 * profile.categoricalColumns;
  const weights = width * (inputs + width / 2) + (width / 2) * profile.outputs;
  const batch = batchRows(profile.rows);
  const steps = Math.max(1, (epochs * profile.rows) / batch);
  return 1 + steps * (3.5e-3 + 2e-10 * batch * weights);
}
