import type { Direction, TaskKind } from '../domain/competition.js';

/** Row-wise view of what a metric compares. */
export interface Scored {
  /** Class index or value. */
  readonly target: Float64Array; // [rows]
  /** As FittedModel.predict gives them. */
  readonly prediction: Float64Array; // [rows × outputs]
  readonly outputs: number;
}

/** One formula. The direction is stated once, here; samplers and blenders minimise `loss(metric, score)`. */
export interface Metric {
  /** kebab-case: 'log-loss', 'roc-auc'. */
  readonly id: string;
  /** Shorter names people type: ['auc']. */
  readonly aliases: readonly string[];
  readonly tasks: readonly TaskKind[];
  readonly direction: Direction;
  /** Score of a perfect prediction. */
  readonly optimum: number;
  /** What the submission holds under this metric. Labels are taken from probabilities (largest, or ≥ 0.5). */
  readonly needs: 'labels' | 'probabilities' | 'values';
  /** What families minimise in training. */
  readonly trainingLoss: 'log-loss' | 'squared' | 'absolute';
  /** Training happens on log(1 + y) and predictions are turned back. */
  readonly targetTransform?: 'log1p';
  /** Smallest target the formula is defined for. */
  readonly minimumTarget?: number;
  /** NaN where undefined (one class only, for example). */
  score(rows: Scored): number;
}

/** The score turned so that smaller is better. */
export function toLoss(direction: Direction, score: number): number {
  return direction === 'min' ? score : -score;
}
