import { seededRandom, shuffled } from '../domain/seeded-random.js';

/** Row indices, ascending. Every row is in exactly one part. */
export interface HoldOut {
  readonly fit: Int32Array;
  readonly held: Int32Array;
}

/** Share of rows to hold out for choosing when to stop: AutoGluon's rule, 0.2 for small to 0.01 for large. */
export function holdOutShare(rows: number): number {
  return rows < 5000 ? Math.max(0.1, Math.min(0.2, 500 / rows)) : Math.max(0.01, Math.min(0.1, 2500 / rows));
}

/**
 * `count` splits of rows, each with `share` of them held out. Both parts have the target's distribution:
 * ordered by target (ties at random), every 1/share-th row is held out. Fits classes and values alike. With
 * count · share ≤ 1 no row is held out twice. Both parts get at least one row when there are two.
 */
export function holdOuts(target: Float64Array, share: number, count: number, seed: number): HoldOut[] {
  const random = seededRandom('hold-out', seed);
  const order = shuffled([...target.keys()], random).sort((a, b) => (target[a] ?? 0) - (target[b] ?? 0));
  const held = Math.min(order.length - 1, Math.max(1, Math.round(order.length * share)));
  const start = random.next();
  return Array.from({ length: count }, (_, split) => {
    const offset = (start + split / count) % 1;
    const isHeld = new Uint8Array(order.length);
    for (let k = 0; k < held; k++) isHeld[order[Math.floor(((k + offset) * order.length) / held)] ?? 0] = 1;
    return {
      fit: Int32Array.from(target.keys()).filter((row) => isHeld[row] === 0),
      held: Int32Array.from(target.keys()).filter((row) => isHeld[row] === 1),
    };
  });
}
