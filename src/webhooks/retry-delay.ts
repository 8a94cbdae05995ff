import { seededRandom } from '../domain/seeded-random.js';

const firstMs = 1_000;
const longestMs = 3_600_000;
const jitter = 0.25;

/**
 * Milliseconds until the next try after the `attempt`-th failed, from 1: 1 s, 2 s, 4 s and so on up to an hour, a
 * quarter more or less so that what failed together does not come again together.
 */
export function retryDelayMs(attempt: number, ...key: readonly (string | number)[]): number {
  const random = seededRandom('webhook', ...key, attempt);
  const spread = 1 - jitter + 2 * jitter * random.next();
  return Math.round(Math.min(firstMs * 2 ** (attempt - 1) * spread, longestMs));
}
