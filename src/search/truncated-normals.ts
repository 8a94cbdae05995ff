import { normalCdf, normalQuantile } from './normal-distribution.js';

/** Beyond this many standard deviations the tail is below 1e-16. */
const wholeAt = 8.3;

/** Normal kernels cut to [0, 1]; the last one, the prior, has mean 0.5 and standard deviation 1. */
export class TruncatedNormals {
  readonly count: number;
  readonly centres: Float64Array;
  /** 1 / standard deviation. */
  readonly scales: Float64Array;
  /** Logarithm of the mass that the cut leaves. */
  readonly logMass: Float64Array;

  /**
   * @param centres [points]
   * @param widths standard deviations [points]
   */
  constructor(centres: Float64Array, widths: Float64Array) {
    const points = centres.length;
    this.count = points + 1;
    this.centres = new Float64Array(this.count);
    this.scales = new Float64Array(this.count);
    this.logMass = new Float64Array(this.count);
    for (let k = 0; k < this.count; k++) {
      const centre = k < points ? (centres[k] as number) : 0.5;
      const scale = k < points ? 1 / (widths[k] as number) : 1;
      const below = centre * scale;
      const above = scale - below;
      const lost = (below < wholeAt ? normalCdf(-below) : 0) + (above < wholeAt ? normalCdf(-above) : 0);
      this.centres[k] = centre;
      this.scales[k] = scale;
      this.logMass[k] = lost === 0 ? 0 : Math.log1p(-lost);
    }
  }

  /** A coordinate drawn from a kernel by the uniform number in [0, 1). */
  sample(kernel: number, uniform: number): number {
    const centre = this.centres[kernel] as number;
    const scale = this.scales[kernel] as number;
    const below = normalCdf(-centre * scale);
    const mass = normalCdf((1 - centre) * scale) - below;
    return Math.min(1, Math.max(0, centre + normalQuantile(below + uniform * mass) / scale));
  }
}
