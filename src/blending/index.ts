import { average } from './average.js';
import { bestSingle } from './best-single.js';
import type { Blender } from './blender.js';
import { greedySelection } from './greedy-selection.js';
import { learnedWeights } from './learned-weights.js';

/** All blenders, simplest first: of equal estimates the earlier one is taken. Add one line for a new one. */
export const blenders: readonly Blender[] = [bestSingle, average, learnedWeights, greedySelection];

/** Finds a blender by the id that is stored with ensembles. */
export function findBlender(id: string): Blender | undefined {
  return blenders.find((blender) => blender.id === id);
}
