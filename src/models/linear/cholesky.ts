/**
 * Solves A·w = b for symmetric A by Cholesky factorisation, given A's lower half; overwrites it. No pivot falls
 * below `least` (> 0), where rounding may push those of collinear columns.
 */
export async function solveByCholesky(
  a: Float64Array, // [d × d]
  b: Float64Array, // [d]
  least: number,
  turn: () => Promise<void>,
): Promise<Float64Array> {
  const d = b.length;
  for (let i = 0; i < d; i++) {
    await turn();
    for (let j = 0; j <= i; j++) {
      let sum = a[i * d + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * d + k]! * a[j * d + k]!;
      a[i * d + j] = i === j ? Math.sqrt(Math.max(sum, least)) : sum / a[j * d + j]!;
    }
  }
  const w = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) w[i]! -= a[i * d + k]! * w[k]!;
    w[i]! /= a[i * d + i]!;
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) w[i]! -= a[k * d + i]! * w[k]!;
    w[i]! /= a[i * d + i]!;
  }
  return w;
}
