import type { NumericColumn } from '../data/dataset.js';
import type { Matrix } from './matrix-encoder.js';
import { fitQuantiles, toNormal, type Quantiles } from './quantile-normal.js';

/** What is remembered of one numeric column; plain data. */
export interface NumericState {
  readonly kind: 'numeric';
  readonly name: string;
  /** False for a column without two different values: it yields no columns, or its indicator only. */
  readonly varies: boolean;
  /** Stands for missing values. */
  readonly median: number;
  readonly mean: number;
  readonly deviation: number;
  /** Bounds of the result: the training range and `marginDeviations` more, so that no row can explode. */
  readonly low: number;
  readonly high: number;
  readonly hasMissing: boolean;
  readonly quantiles: Quantiles | null;
}

const marginDeviations = 3;
/** Above it a column counts as heavily skewed (AutoGluon's threshold). */
const heavySkew = 0.99;

export function fitNumeric(column: NumericColumn, transform: 'standard' | 'quantile-normal'): NumericState {
  const present = column.values.filter(Number.isFinite).sort();
  const first = present[0] ?? 0;
  const last = present[present.length - 1] ?? 0;
  const median = present[present.length >> 1] ?? 0;
  const raw = moments(present);
  const quantiles =
    transform === 'quantile-normal' && Math.abs(raw.skew) > heavySkew ? fitQuantiles(present) : null;
  const shape = quantiles === null ? (x: number) => x : (x: number) => toNormal(quantiles, x);
  const { mean, deviation } = quantiles === null ? raw : moments(present.map(shape));
  const varies = deviation > 1e-12 * Math.abs(mean);
  return {
    kind: 'numeric',
    name: column.name,
    varies,
    median,
    mean,
    deviation,
    low: varies ? shape(first) / deviation - mean / deviation - marginDeviations : 0,
    high: varies ? shape(last) / deviation - mean / deviation + marginDeviations : 0,
    hasMissing: present.length > 0 && present.length < column.values.length,
    quantiles,
  };
}

export function numericNames(state: NumericState): string[] {
  return [...(state.varies ? [state.name] : []), ...(state.hasMissing ? [`${state.name}?`] : [])];
}

/** Writes the column's values into `matrix` from column `at` on; returns how many columns it wrote. */
export function encodeNumeric(
  column: NumericColumn,
  state: NumericState,
  matrix: Matrix,
  at: number,
): number {
  const { mean, deviation, low, high, quantiles } = state;
  for (let row = 0, cell = at; row < matrix.rows; row++, cell += matrix.columns) {
    const given = column.values[row] ?? NaN;
    const missing = !Number.isFinite(given);
    let next = cell;
    if (state.varies) {
      const x = missing ? state.median : given;
      const shaped = quantiles === null ? x : toNormal(quantiles, x);
      matrix.values[next++] = Math.min(high, Math.max(low, shaped / deviation - mean / deviation));
    }
    if (state.hasMissing) matrix.values[next] = missing ? 1 : 0;
  }
  return Number(state.varies) + Number(state.hasMissing);
}

/** Values are scaled by the largest first, so that squares of large numbers do not overflow. */
function moments(values: Float64Array): { mean: number; deviation: number; skew: number } {
  const n = Math.max(1, values.length);
  let scale = 0;
  for (const x of values) scale = Math.max(scale, Math.abs(x));
  if (scale === 0) return { mean: 0, deviation: 0, skew: 0 };
  let mean = 0;
  for (const x of values) mean += x / scale / n;
  let second = 0;
  let third = 0;
  for (const x of values) {
    const d = x / scale - mean;
    second += (d * d) / n;
    third += (d * d * d) / n;
  }
  const deviation = Math.sqrt(second);
  return {
    mean: mean * scale,
    deviation: deviation * scale,
    skew: second > 0 ? third / (second * deviation) : 0,
  };
}
