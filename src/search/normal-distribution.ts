/** log √(2π) */
export const logRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/**
 * Standard normal distribution function, to about 1e-15 (Hart 1968, as given by West 2005, "Better
 * approximations to cumulative normal functions").
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2);
  let tail: number;
  if (z < 7.07106781186547) {
    let above = 3.52624965998911e-2 * z + 0.700383064443688;
    above = above * z + 6.37396220353165;
    above = above * z + 33.912866078383;
    above = above * z + 112.079291497871;
    above = above * z + 221.213596169931;
    above = above * z + 220.206867912376;
    let below = 8.83883476483184e-2 * z + 1.75566716318264;
    below = below * z + 16.064177579207;
    below = below * z + 86.7807322029461;
    below = below * z + 296.564248779674;
    below = below * z + 637.333633378831;
    below = below * z + 793.826512519948;
    below = below * z + 440.413735824752;
    tail = (density * above) / below;
  } else {
    tail = density / (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) / 2.506628274631;
  }
  return x > 0 ? 1 - tail : tail;
}

/**
 * Logarithm of the mass between two places, start < end. Places less than 0.2 apart: the density in the middle
 * and its expansion in the half distance δ, whose error is about (zδ)⁶/2835 at z.
 */
export function logNormalMass(start: number, end: number): number {
  const half = (end - start) / 2;
  const z2 = ((start + end) / 2) ** 2;
  if (half < 0.1) {
    const d2 = half * half;
    const d4 = d2 * d2;
    const curve = z2 * (d2 / 6 - d4 / 45 - (z2 * d4) / 180) - d2 / 6 + d4 / 90;
    return Math.log(end - start) - logRootTwoPi - z2 / 2 + curve;
  }
  return Math.log(start > 0 ? normalCdf(-start) - normalCdf(-end) : normalCdf(end) - normalCdf(start));
}

/**
 * Quantile of the standard normal distribution for p in (0, 1), relative error below 1.2e-9 (Acklam 2003);
 * p outside is clamped to the nearest representable quantile.
 */
export function normalQuantile(p: number): number {
  if (p < 0.02425) return -tailQuantile(Math.max(p, Number.MIN_VALUE));
  if (p > 0.97575) return tailQuantile(Math.max(1 - p, Number.EPSILON / 2));
  const q = p - 0.5;
  const r = q * q;
  const above =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return (above * q) / below;
}

/** The positive x with P(X > x) = p, for small p. */
function tailQuantile(p: number): number {
  const q = Math.sqrt(-2 * Math.log(p));
  const above =
    ((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const below =
    (((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
    1;
  return -above / below;
}
