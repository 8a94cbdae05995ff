import type { DataProfile } from '../../domain/competition.js';
import { defaultSize, expectedInputs, trainingSeconds } from '../tabular-network/size.js';

/** Of the default's two dense blocks. */
export function expectedSeconds(profile: DataProfile): number {
  const { width, epochs } = defaultSize(profile.rows);
  const weights = width * (expectedInputs(profile) + width / 2) + (width / 2) * profile.outputs;
  return trainingSeconds(profile, epochs, weights, 3.5e-3);
}
