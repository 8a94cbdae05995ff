/** Landmarks of a column's distribution, ascending, at equal distances in rank; plain data. */
export interface Quantiles {
  readonly marks: readonly number[];
  /** Ranks are cut to [edge, 1 − edge]. */
  readonly edge: number;
}

/** Landmarks of ascending values: rows/30 of them, at least 10 and at most 1000 (TabM's setting). */
export function fitQuantiles(ascending: Float64Array): Quantiles {
  const count = Math.max(10, Math.min(1000, Math.floor(ascending.length / 30)));
  const marks: number[] = [];
  for (let k = 0; k < count; k++) {
    const position = (k / (count - 1)) * (ascending.length - 1);
    const low = ascending[Math.floor(position)] ?? 0;
    const high = ascending[Math.ceil(position)] ?? low;
    const part = position - Math.floor(position);
    marks.push(low * (1 - part) + high * part);
  }
  return { marks, edge: 1 / (2 * (ascending.length + 1)) };
}

/** The normal quantile of the rank of `x`; ties get the middle of their ranks. */
export function toNormal({ marks, edge }: Quantiles, x: number): number {
  const last = marks.length - 1;
  const below = firstIndex(marks, (mark) => mark >= x);
  const above = firstIndex(marks, (mark) => mark > x);
  const rank = below === above ? between(marks, below, x) : (below + above - 1) / 2;
  return normalQuantile(Math.min(1 - edge, Math.max(edge, rank / last)));
}

function between(marks: readonly number[], above: number, x: number): number {
  const low = marks[above - 1];
  const high = marks[above];
  if (low === undefined) return 0;
  if (high === undefined) return marks.length - 1;
  return above - 1 + (x / 2 - low / 2) / (high / 2 - low / 2);
}

function firstIndex(marks: readonly number[], holds: (mark: number) => boolean): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(marks[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Acklam's rational approximation of the inverse normal distribution; relative error below 1.2e-9. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(tailNumerator, q) / (polynomial(tailDenominator, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(middleNumerator, r) * q) / (polynomial(middleDenominator, r) * r + 1);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const middleNumerator = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const middleDenominator = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const tailNumerator = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const tailDenominator = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
