const maxSteps = 20_000;

/**
 * Minimises ½ wᵀAw + bᵀw over weights that are ≥ 0 and sum to 1, from a feasible start. Moves weight between
 * two members at a time, the pair chosen as in Fan, Chen & Lin (2005), "Working set selection using second
 * order information", which keeps every step feasible and leaves unused members at exactly 0.
 * @param a symmetric positive definite, row-major // [size × size]
 */
export function minimiseOnSimplex(a: Float64Array, b: Float64Array, start: readonly number[]): number[] {
  const size = b.length;
  const weights = [...start];
  const gradient = Float64Array.from(b, (value, i) => {
    let sum = value;
    for (let j = 0; j < size; j++) sum += (a[i * size + j] as number) * (weights[j] as number);
    return sum;
  });
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, a[i * size + i] as number, Math.abs(b[i] as number));
  const tolerance = 1e-9 * scale;

  for (let step = 0; step < maxSteps; step++) {
    let to = 0;
    for (let i = 1; i < size; i++) if ((gradient[i] as number) < (gradient[to] as number)) to = i;
    const from = bestGiver(a, gradient, weights, to, tolerance);
    if (from < 0) break;
    const gap = (gradient[from] as number) - (gradient[to] as number);
    const available = weights[from] as number;
    const moved = Math.min(gap / pairCurvature(a, size, from, to), available);
    weights[to] = (weights[to] as number) + moved;
    weights[from] = moved === available ? 0 : available - moved;
    for (let k = 0; k < size; k++) {
      const change = (a[k * size + to] as number) - (a[k * size + from] as number);
      gradient[k] = (gradient[k] as number) + moved * change;
    }
  }
  return weights;
}

/** The member whose weight, moved to `to`, gains most; −1 where no move gains. */
function bestGiver(
  a: Float64Array,
  gradient: Float64Array,
  weights: readonly number[],
  to: number,
  tolerance: number,
): number {
  let from = -1;
  let best = 0;
  for (let j = 0; j < gradient.length; j++) {
    const gap = (gradient[j] as number) - (gradient[to] as number);
    const available = weights[j] as number;
    if (available === 0 || gap <= tolerance) continue;
    const curvature = pairCurvature(a, gradient.length, j, to);
    const moved = Math.min(gap / curvature, available);
    const gain = moved * (gap - (curvature * moved) / 2);
    if (gain > best) {
      best = gain;
      from = j;
    }
  }
  return from;
}

function pairCurvature(a: Float64Array, size: number, i: number, j: number): number {
  const curvature =
    (a[i * size + i] as number) + (a[j * size + j] as number) - 2 * (a[i * size + j] as number);
  return Math.max(curvature, Number.MIN_VALUE);
}
