import { toLoss } from '../metrics/metric.js';
import type { Blender } from './blender.js';
import { weightedBlend } from './weighted-sum.js';

/** The one member with the best score, the first of equals: what every blend has to beat. */
export const bestSingle: Blender = {
  id: 'best-single',
  fit({ predictions, target, outputs, metric }) {
    let best = 0;
    let smallest = Infinity;
    predictions.forEach((prediction, member) => {
      const loss = toLoss(metric.direction, metric.score({ target, prediction, outputs }));
      if (loss < smallest) {
        smallest = loss;
        best = member;
      }
    });
    return weightedBlend(predictions.map((_, member) => (member === best ? 1 : 0)));
  },
};
