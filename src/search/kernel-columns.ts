import { choiceColumn } from './choice-column.js';
import type { Dimension } from './dimension.js';
import { gridColumn } from './grid-column.js';
import { ascendingRows, kernelWidths, type WidthRule } from './kernel-widths.js';
import { logRootTwoPi } from './normal-distribution.js';
import { TruncatedNormals } from './truncated-normals.js';

/** One dimension of all kernels of a mixture: one kernel a point, then the prior. */
export interface KernelColumn {
  /** Columns of low cost and sharp kernels are evaluated first. */
  readonly cost: number;
  /** No kernel has a greater log density anywhere. */
  readonly greatest: number;
  /** A coordinate drawn from the kernel by the uniform number in [0, 1). */
  sample(kernel: number, uniform: number): number;
  /** Logarithm of the prior's density at the coordinate. */
  logPrior(coordinate: number): number;
  /** Adds to `terms[j]` the log density of the kernel of point `kernels[j]` at the coordinate, for j < count. */
  addLogDensity(coordinate: number, kernels: Int32Array, count: number, terms: Float64Array): void;
}

/** The column of `dimension` for kernels at `centres` [points]. */
export function kernelColumn(dimension: Dimension, centres: Float64Array, rule: WidthRule): KernelColumn {
  if (dimension.kind === 'choice') return choiceColumn(dimension, centres);
  const order = ascendingRows(centres);
  const widths = kernelWidths(centres, order, rule);
  if (dimension.kind === 'grid') return gridColumn(dimension, centres, widths, order);
  return continuousColumn(new TruncatedNormals(centres, widths));
}

function continuousColumn(kernels: TruncatedNormals): KernelColumn {
  const { centres, scales, logMass } = kernels;
  const peaks = new Float64Array(centres.length);
  let greatest = -Infinity;
  for (let k = 0; k < peaks.length; k++) {
    const isSame = k > 0 && scales[k] === scales[k - 1];
    const logScale: number = isSame
      ? (peaks[k - 1] as number) + (logMass[k - 1] as number)
      : Math.log(scales[k] as number) - logRootTwoPi;
    const peak = logScale - (logMass[k] as number);
    peaks[k] = peak;
    if (peak > greatest) greatest = peak;
  }
  return {
    cost: 0,
    greatest,
    sample: (kernel, uniform) => kernels.sample(kernel, uniform),
    logPrior: (coordinate) => (peaks[peaks.length - 1] as number) - 0.5 * (coordinate - 0.5) ** 2,
    addLogDensity(coordinate, rows, count, terms) {
      for (let j = 0; j < count; j++) {
        const k = rows[j] as number;
        const z = (coordinate - (centres[k] as number)) * (scales[k] as number);
        terms[j] = (terms[j] as number) + (peaks[k] as number) - 0.5 * z * z;
      }
    },
  };
}
