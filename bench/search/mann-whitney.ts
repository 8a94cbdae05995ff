import { normalCdf } from '../../src/search/normal-distribution.js';

/**
 * p of the test of Mann & Whitney 1947 by the normal approximation, with correction for ties and continuity.
 * 'less': that values of `a` are no smaller than those of `b`; 'two-sided': that they do not differ. 1 when all are
 * equal.
 */
export function mannWhitney(
  a: readonly number[],
  b: readonly number[],
  alternative: 'less' | 'two-sided',
): number {
  const n = a.length + b.length;
  let greater = 0;
  for (const x of a) for (const y of b) greater += x > y ? 1 : x === y ? 0.5 : 0;
  const counts = new Map<number, number>();
  for (const x of [...a, ...b]) counts.set(x, (counts.get(x) ?? 0) + 1);
  const ties = [...counts.values()].reduce((total, count) => total + count ** 3 - count, 0);
  const pairs = a.length * b.length;
  const spread = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  if (spread === 0) return 1;
  const off = greater - pairs / 2;
  if (alternative === 'less') return normalCdf((off + 0.5) / spread);
  return Math.min(1, 2 * normalCdf((0.5 - Math.abs(off)) / spread));
}
