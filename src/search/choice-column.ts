import type { Dimension } from './dimension.js';
import type { KernelColumn } from './kernel-columns.js';

/**
 * Each kernel gives every choice 1/kernels and its own 1 more, normalised; the prior is uniform (Optuna 5).
 *
 * @param centres coordinates of the points [points]
 */
export function choiceColumn({ size }: Dimension, centres: Float64Array): KernelColumn {
  const points = centres.length;
  const spread = 1 / (points + 1);
  const total = 1 + size * spread;
  const own = Math.log((1 + spread) / total);
  const other = Math.log(spread / total);
  const choices = new Int32Array(points);
  for (let k = 0; k < points; k++) choices[k] = Math.floor((centres[k] as number) * size);
  const middle = (choice: number): number => (Math.min(choice, size - 1) + 0.5) / size;
  const logPrior = -Math.log(size);
  return {
    cost: 2,
    greatest: own,
    sample(kernel, uniform) {
      if (kernel === points) return middle(Math.floor(uniform * size));
      const at = uniform * total;
      return middle(at < 1 ? (choices[kernel] as number) : Math.floor((at - 1) / spread));
    },
    logPrior: () => logPrior,
    addLogDensity(coordinate, kernels, count, terms) {
      const choice = Math.floor(coordinate * size);
      for (let j = 0; j < count; j++) {
        terms[j] = (terms[j] as number) + (choices[kernels[j] as number] === choice ? own : other);
      }
    },
  };
}
