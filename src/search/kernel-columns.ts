import type { Dimension } from './dimension.js';
import { ascendingRows, kernelWidths, type WidthRule } from './kernel-widths.js';
import { normalCdf, normalQuantile } from './normal-distribution.js';

/** One dimension of all kernels of a mixture: one kernel a point, then the prior. */
export interface KernelColumn {
  /** A coordinate drawn from the kernel by the uniform number in [0, 1). */
  sample(kernel: number, uniform: number): number;
  /** Adds the logarithm of each kernel's density at the coordinate. */
  addLogDensity(coordinate: number, terms: Float64Array): void; // [points + 1]
}

/** The column of `dimension` for kernels at `centres` [points]. */
export function kernelColumn(dimension: Dimension, centres: Float64Array, rule: WidthRule): KernelColumn {
  if (dimension.kind === 'choice') return choiceColumn(dimension, centres);
  const widths = kernelWidths(centres, ascendingRows(centres), rule);
  const kernels = new TruncatedNormals(centres, widths);
  return dimension.kind === 'grid' ? gridColumn(dimension, kernels) : continuousColumn(kernels);
}

/** Normal kernels cut to [0, 1]; the last one, the prior, has mean 0.5 and standard deviation 1. */
class TruncatedNormals {
  readonly count: number;
  readonly centres: Float64Array;
  /** 1 / standard deviation. */
  readonly scales: Float64Array;
  /** Logarithm of the mass that the cut leaves. */
  readonly logMass: Float64Array;

  constructor(centres: Float64Array, widths: Float64Array) {
    this.count = centres.length + 1;
    this.centres = new Float64Array(this.count).fill(0.5);
    this.centres.set(centres);
    this.scales = new Float64Array(this.count).fill(1);
    this.logMass = new Float64Array(this.count);
    for (let k = 0; k < this.count; k++) {
      if (k < widths.length) this.scales[k] = 1 / (widths[k] as number);
      const mass = this.mass(k, 0, 1);
      this.logMass[k] = mass === 1 ? 0 : Math.log(mass);
    }
  }

  /** Mass of the uncut kernel between two coordinates. */
  mass(kernel: number, start: number, end: number): number {
    const centre = this.centres[kernel] as number;
    const scale = this.scales[kernel] as number;
    return normalCdf((end - centre) * scale) - normalCdf((start - centre) * scale);
  }

  sample(kernel: number, uniform: number): number {
    const centre = this.centres[kernel] as number;
    const scale = this.scales[kernel] as number;
    const quantile = normalCdf(-centre * scale) + uniform * this.mass(kernel, 0, 1);
    return Math.min(1, Math.max(0, centre + normalQuantile(quantile) / scale));
  }
}

function continuousColumn(kernels: TruncatedNormals): KernelColumn {
  const { count, centres, scales, logMass } = kernels;
  const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);
  const peaks = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    peaks[k] = Math.log(scales[k] as number) - (logMass[k] as number) - logRootTwoPi;
  }
  return {
    sample: (kernel, uniform) => kernels.sample(kernel, uniform),
    addLogDensity(coordinate, terms) {
      for (let k = 0; k < count; k++) {
        const z = (coordinate - (centres[k] as number)) * (scales[k] as number);
        terms[k] = (terms[k] as number) + (peaks[k] as number) - 0.5 * z * z;
      }
    },
  };
}

/** The kernel's mass over the value's cell. Points on a grid often coincide: equal kernels are evaluated once. */
function gridColumn(dimension: Dimension, kernels: TruncatedNormals): KernelColumn {
  const { count, centres, scales, logMass } = kernels;
  const firstOf = new Int32Array(count);
  const seen = new Map<number, number>();
  for (let k = 0; k < count; k++) {
    const width = 1 / (scales[k] as number);
    const shape = Math.round((centres[k] as number) * 2 ** 26) * 2 ** 26 + Math.round(width * (2 ** 26 - 1));
    const first = seen.get(shape);
    if (first === undefined) seen.set(shape, k);
    firstOf[k] = first ?? k;
  }
  const logCell = new Float64Array(count);
  return {
    sample: (kernel, uniform) => dimension.encode(dimension.decode(kernels.sample(kernel, uniform))),
    addLogDensity(coordinate, terms) {
      const start = dimension.cellStart(coordinate);
      const end = dimension.cellEnd(coordinate);
      for (let k = 0; k < count; k++) {
        const first = firstOf[k] as number;
        if (first === k) logCell[k] = Math.log(kernels.mass(k, start, end)) - (logMass[k] as number);
        terms[k] = (terms[k] as number) + (logCell[first] as number);
      }
    },
  };
}

/** Each kernel gives every choice 1/kernels and its own 1 more, normalised; the prior is uniform. */
function choiceColumn(dimension: Dimension, centres: Float64Array): KernelColumn {
  const { size } = dimension;
  const points = centres.length;
  const spread = 1 / (points + 1);
  const total = 1 + size * spread;
  const own = Math.log((1 + spread) / total);
  const other = Math.log(spread / total);
  const choices = new Int32Array(points);
  for (let k = 0; k < points; k++) choices[k] = Math.floor((centres[k] as number) * size);
  const middle = (choice: number): number => (Math.min(choice, size - 1) + 0.5) / size;
  return {
    sample(kernel, uniform) {
      if (kernel === points) return middle(Math.floor(uniform * size));
      const at = uniform * total;
      return middle(at < 1 ? (choices[kernel] as number) : Math.floor((at - 1) / spread));
    },
    addLogDensity(coordinate, terms) {
      const choice = Math.floor(coordinate * size);
      for (let k = 0; k < points; k++)
        terms[k] = (terms[k] as number) + (choices[k] === choice ? own : other);
      terms[points] = (terms[points] as number) - Math.log(size);
    },
  };
}
