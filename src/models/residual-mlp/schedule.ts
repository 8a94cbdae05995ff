import type { DataProfile } from '../../domain/competition.js';
import { defaultSize, expectedInputs, trainingSeconds } from '../tabular-network/size.js';

/** Of the default network. */
export function expectedSeconds(profile: DataProfile): number {
  const { blocks, width, epochs } = defaultSize(profile.rows);
  const weights = width * (expectedInputs(profile) + 2 * blocks * width + profile.outputs);
  return trainingSeconds(profile, epochs, weights, 1.5e-3 + 1.4e-3 * blocks);
}
