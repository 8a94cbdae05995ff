import { toLoss } from '../metrics/metric.js';
import type { BlendRequest } from './blender.js';
import { correlation, residuals } from './diversity.js';

/** Errors that agree more than this come from what is one model for a blend. */
const duplicateCorrelation = 0.9999;

/**
 * Leaves out members that err like a better one: they add nothing to a blend but weight on one opinion and
 * chances to overfit.
 * @returns indices of the members to keep, ascending; always at least one.
 */
export function pruneByDiversity(request: Omit<BlendRequest, 'seed'>): readonly number[] {
  const { predictions, target, outputs, metric } = request;
  const bestFirst = predictions
    .map((prediction, member) => {
      const loss = toLoss(metric.direction, metric.score({ target, prediction, outputs }));
      return { member, loss: Number.isNaN(loss) ? Infinity : loss };
    })
    .sort((a, b) => (a.loss < b.loss ? -1 : a.loss > b.loss ? 1 : a.member - b.member));
  const kept: { readonly member: number; readonly errors: Float64Array }[] = [];
  for (const { member } of bestFirst) {
    const errors = residuals(predictions[member] as Float64Array, target, outputs);
    if (kept.some((better) => correlation(better.errors, errors) > duplicateCorrelation)) continue;
    kept.push({ member, errors });
  }
  return kept.map(({ member }) => member).sort((a, b) => a - b);
}
