import { derivedSeed, seededRandom } from '../domain/seeded-random.js';
import { proposeEach } from './propose-each.js';
import { fillGroups, parameterGroups, type ParameterGroup } from './parameter-groups.js';
import { groupTrials } from './observed-points.js';
import type { Sampler } from './sampler.js';
import { scrambledBits, sobolBits, sobolDimensions } from './sobol-sequence.js';

/**
 * A scrambled Sobol sequence in each group of parameters that occur together, continued by the group's own trials;
 * more even than uniform draws. Blind to results. Even over a run only where all calls have the same seed.
 */
export const quasiRandom: Sampler = {
  id: 'quasi-random',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    return proposeEach(history, count, (known, draw) => {
      const parameters = fillGroups(space, groups, (group) =>
        quasiRandomPoint(group, seed, groupTrials(group, known).trials.length + draw),
      );
      return { parameters, reason: `quasi-random: point ${known.length + draw + 1} of a Sobol sequence` };
    });
  },
};

/**
 * Point `index` from 0 of the group's sequence; dimensions beyond those with direction numbers are uniform draws
 * [dimensions]
 */
export function quasiRandomPoint(group: ParameterGroup, seed: string | number, index: number): Float64Array {
  const random = seededRandom(seed, 'quasi-random', index);
  return Float64Array.from(group.dimensions, ({ name }, d) =>
    d < sobolDimensions
      ? scrambledBits(sobolBits(index, d), derivedSeed(seed, 'quasi-random', name)) / 2 ** 32
      : random.next(),
  );
}
