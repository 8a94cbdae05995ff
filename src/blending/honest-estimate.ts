import { mean } from '../domain/mean.js';
import type { Metric } from '../metrics/metric.js';
import type { Blender, BlendRequest } from './blender.js';
import { onRows, pickRows, rowsOutside } from './row-selection.js';

/**
 * Score of a blender on the rows of one fold after it was fitted on the rows of all others. Over the folds
 * this estimates what the blend is worth on new data; a score on the rows it was fitted on is too good, the
 * more so the more members it could choose from. Choosing the best single model is such a fit too.
 */
export function honestFoldScore(
  blender: Blender,
  request: BlendRequest,
  fold: Int32Array, // [rows]
  held: number,
  heldRows: Int32Array,
): number {
  const blend = blender.fit(onRows(request, rowsOutside(fold, held)));
  const { predictions, target, outputs, metric } = onRows(request, heldRows);
  return metric.score({ target, prediction: blend.combine(predictions), outputs });
}

/** Score on each fold's rows, of predictions made for all rows. */
export function foldScores(
  metric: Metric,
  prediction: Float64Array, // [rows × outputs]
  target: Float64Array, // [rows]
  outputs: number,
  rowsOfFolds: readonly Int32Array[],
): readonly number[] {
  return rowsOfFolds.map((rows) =>
    metric.score({
      target: pickRows(target, rows, 1),
      prediction: pickRows(prediction, rows, outputs),
      outputs,
    }),
  );
}

/** Mean and sample standard deviation; folds where the metric is undefined are left out. */
export function meanAndSd(scores: readonly number[]): { readonly mean: number; readonly sd: number } {
  const defined = scores.filter((score) => Number.isFinite(score));
  const centre = mean(defined);
  const squares = defined.reduce((sum, score) => sum + (score - centre) ** 2, 0);
  return { mean: centre, sd: defined.length > 1 ? Math.sqrt(squares / (defined.length - 1)) : 0 };
}
