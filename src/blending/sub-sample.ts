import { seededRandom, shuffled } from '../domain/seeded-random.js';
import type { BlendRequest } from './blender.js';
import { onRows } from './row-selection.js';

const maxNumbers = 1_000_000;
const fewestRows = 4_000;

/**
 * The request itself, or on a seeded sample of its rows where it holds more than a million predictions (but
 * never on fewer than 4000 rows): weights of a few dozen members are known well enough from so many rows, and
 * the time of a fit stays bounded.
 */
export function subSample(request: BlendRequest): BlendRequest {
  const rows = request.target.length;
  const perRow = request.predictions.length * request.outputs;
  const wanted = Math.max(fewestRows, Math.floor(maxNumbers / perRow));
  if (rows <= wanted) return request;
  const all = Array.from({ length: rows }, (_, row) => row);
  const drawn = shuffled(all, seededRandom('blend-rows', request.seed)).slice(0, wanted);
  return onRows(request, Int32Array.from(drawn).sort());
}
