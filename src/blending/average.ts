import type { Blender } from './blender.js';
import { weightedBlend } from './weighted-sum.js';

/** The plain mean of all members. Learns nothing, so it cannot overfit. */
export const average: Blender = {
  id: 'average',
  fit({ predictions }) {
    return weightedBlend(predictions.map(() => 1 / predictions.length));
  },
};
