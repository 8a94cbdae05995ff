import type { ParameterGroup } from './parameter-groups.js';
import type { Observation } from './sampler.js';

/** The trials that hold every parameter of a group, oldest first. */
export interface ObservedPoints {
  readonly count: number;
  readonly points: Float64Array; // [count × dimensions]
  /** Infinity unless finished with a finite loss. */
  readonly losses: Float64Array; // [count]
  /** How many are finished or failed, not running. */
  readonly settled: number;
}

/** Encodes `history`, which is sorted by number; trials with a value out of bounds are left out. */
export function observedPoints(group: ParameterGroup, history: readonly Observation[]): ObservedPoints {
  const { dimensions } = group;
  const points = new Float64Array(history.length * dimensions.length);
  const losses = new Float64Array(history.length).fill(Infinity);
  let count = 0;
  let settled = 0;
  for (const { parameters, state, loss } of history) {
    const row = count * dimensions.length;
    let known = true;
    for (let d = 0; known && d < dimensions.length; d++) {
      const dimension = dimensions[d] as (typeof dimensions)[number];
      const coordinate = dimension.encode(parameters[dimension.name]);
      points[row + d] = coordinate;
      known = !Number.isNaN(coordinate);
    }
    if (!known) continue;
    if (state === 'finished' && loss !== null && Number.isFinite(loss)) losses[count] = loss;
    if (state !== 'running') settled++;
    count++;
  }
  return { count, points, losses, settled };
}
