import type { ParameterGroup } from './parameter-groups.js';
import type { Observation } from './sampler.js';

/** The trials in which the parameters of a group exist, oldest first. */
export interface GroupTrials {
  readonly trials: readonly Observation[];
  /** Infinity unless finished with a finite loss [trials] */
  readonly losses: Float64Array;
  /** How many are finished or failed, not running. */
  readonly settled: number;
}

/** The trials of `history`, which is sorted by number, that hold the first parameter of the group in bounds. */
export function groupTrials(group: ParameterGroup, history: readonly Observation[]): GroupTrials {
  const [first] = group.dimensions;
  const trials: Observation[] = [];
  const losses = new Float64Array(history.length).fill(Infinity);
  let settled = 0;
  for (const trial of history) {
    if (first === undefined || Number.isNaN(first.encode(trial.parameters[first.name]))) continue;
    const { state, loss } = trial;
    if (state === 'finished' && loss !== null && Number.isFinite(loss)) losses[trials.length] = loss;
    if (state !== 'running') settled++;
    trials.push(trial);
  }
  return { trials, losses: losses.subarray(0, trials.length), settled };
}

/** Coordinates of trials whose values are all in bounds. */
export interface EncodedPoints {
  readonly points: Float64Array; // [kept × dimensions]
  /** Where each stood among the trials [kept]. */
  readonly kept: readonly number[];
}

/** The coordinates of trials, row by row; those with a value out of bounds are left out. */
export function encodedPoints(group: ParameterGroup, trials: readonly Observation[]): EncodedPoints {
  const { dimensions } = group;
  const points = new Float64Array(trials.length * dimensions.length);
  const kept: number[] = [];
  for (const [place, { parameters }] of trials.entries()) {
    const from = kept.length * dimensions.length;
    let known = true;
    for (let d = 0; known && d < dimensions.length; d++) {
      const dimension = dimensions[d] as (typeof dimensions)[number];
      const coordinate = dimension.encode(parameters[dimension.name]);
      points[from + d] = coordinate;
      known = !Number.isNaN(coordinate);
    }
    if (known) kept.push(place);
  }
  return { points: points.subarray(0, kept.length * dimensions.length), kept };
}
