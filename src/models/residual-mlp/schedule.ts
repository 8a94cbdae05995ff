import type { DataProfile } from '../../domain/competition.js';
import { batchRows, defaultSize } from '../tabular-network/size.js';

/** Start-up of TensorFlow, then for each step its operations' overhead and the arithmetic of its rows. */
export function expectedSeconds(profile: DataProfile): number {
  const { blocks, width, epochs } = defaultSize(profile.rows);
  const inputs = profile.numericColumns + 8 * profile.categoricalColumns;
  const weights = width * (inputs + 2 * blocks * width + profile.outputs);
  const batch = batchRows(profile.rows);
  const steps = Math.max(1, (epochs * profile.rows) / batch);
  return 1 + steps * (1.5e-3 + 1.4e-3 * blocks + 2e-10 * batch * weights);
}
