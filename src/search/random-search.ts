import { seededRandom, type Random } from '../domain/seeded-random.js';
import { fillGroups, parameterGroups } from './parameter-groups.js';
import { proposeEach } from './propose-each.js';
import type { Sampler } from './sampler.js';

/** Bergstra & Bengio 2012, "Random search for hyper-parameter optimization". Blind to results. */
export const randomSearch: Sampler = {
  id: 'random',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    return proposeEach(history, count, (known, draw) => {
      const random = seededRandom(seed, 'random', known.length, ...(draw > 0 ? [draw] : []));
      const parameters = fillGroups(space, groups, (group) => uniformPoint(group.dimensions.length, random));
      return { parameters, reason: 'random: uniform draw' };
    });
  },
};

/** A point drawn uniformly from the unit cube [dimensions]. */
export function uniformPoint(dimensions: number, random: Random): Float64Array {
  return Float64Array.from({ length: dimensions }, () => random.next());
}
