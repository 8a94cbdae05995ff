import type { Random } from '../domain/seeded-random.js';

/** The numbers 0 … rows−1 in random order, by Fisher–Yates. */
export function randomOrder(rows: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = random.int(i + 1);
    const moved = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = moved;
  }
  return order;
}
