import type { SearchSpace } from '../domain/search-space.js';
import { seededRandom } from '../domain/seeded-random.js';
import { fillGroups, parameterGroups, type ParameterGroup } from './parameter-groups.js';
import { proposeEach } from './propose-each.js';
import type { Observation, Proposal, Sampler } from './sampler.js';

/** Bergstra & Bengio 2012, "Random search for hyper-parameter optimization". Blind to results. */
export const randomSearch: Sampler = {
  id: 'random',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    return proposeEach(history, count, (known, draw) => uniformProposal(space, groups, known, seed, draw));
  },
};

/** A point drawn uniformly, the next one of the history. */
export function uniformProposal(
  space: SearchSpace,
  groups: readonly ParameterGroup[],
  known: readonly Observation[],
  seed: string | number,
  draw: number,
): Proposal {
  const random = seededRandom(seed, 'random', known.length, draw);
  const parameters = fillGroups(space, groups, ({ dimensions }) =>
    Float64Array.from(dimensions, () => random.next()),
  );
  return { parameters, reason: 'random: uniform draw' };
}
