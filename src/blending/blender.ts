import type { Metric } from '../metrics/metric.js';

/** Out-of-fold predictions of the members on the same rows. */
export interface BlendRequest {
  /** One array a member. */
  readonly predictions: readonly Float64Array[]; // members × [rows × outputs]
  readonly target: Float64Array; // [rows]
  readonly outputs: number;
  readonly metric: Metric;
  readonly seed: number;
}

/** How members are combined. */
export interface FittedBlend {
  /** One weight a member, finite; 0 for members not used. */
  readonly weights: readonly number[];
  /** Applies the blend to predictions in the order of the request. */
  combine(predictions: readonly Float64Array[]): Float64Array; // [rows × outputs]
}

/** Learns a combination from out-of-fold predictions alone. It never sees test rows while fitting. */
export interface Blender {
  readonly id: string;
  fit(request: BlendRequest): FittedBlend;
}
