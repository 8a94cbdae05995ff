import { flatSpace } from '../domain/flat-space.js';
import { inSpace, type Parameters, type SearchSpace } from '../domain/search-space.js';
import { seededRandom, type Random } from '../domain/seeded-random.js';
import { mutated } from './mutations.js';
import { parameterGroups } from './parameter-groups.js';
import { proposeEach } from './propose-each.js';
import { uniformProposal } from './random-search.js';
import { drawnAnew, maxDraws } from './redraw.js';
import type { Observation, Proposal, Sampler } from './sampler.js';

/** The youngest finished trials live; older ones have died. */
const populationSize = 20;
/** Of which so many are drawn for each tournament. */
const tournamentSize = 10;
/** Finished trials before the first mutation; uniform draws until then. */
const startupTrials = 10;

/**
 * Regularised evolution: Real et al. 2019, "Regularized evolution for image classifier architecture search", with
 * a small population for small budgets. The best of a random few of the population gets a child by one mutation
 * (mutations.ts), and the population dies by age alone, so a lucky score is forgotten. Trials without a finite
 * loss have no children; no trial of any state is proposed again while another child is found.
 */
export const evolution: Sampler = {
  id: 'evolution',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    return proposeEach(history, count, (known, draw) => {
      const random = seededRandom(seed, 'evolution', known.length, draw);
      const population = youngest(space, known);
      if (population.length >= startupTrials && draw < maxDraws / 2) {
        return newChild(space, population, known, random);
      }
      const reason =
        population.length < startupTrials
          ? `evolution: start-up draw, ${population.length} of ${startupTrials} results`
          : 'evolution: uniform draw, not to repeat';
      return { ...uniformProposal(space, groups, known, seed, draw), reason };
    });
  },
};

interface Individual {
  readonly number: number;
  readonly parameters: Parameters;
  readonly loss: number;
}

/** The population, youngest first, from a history sorted by number. */
function youngest(space: SearchSpace, history: readonly Observation[]): readonly Individual[] {
  const population: Individual[] = [];
  for (let i = history.length - 1; i >= 0 && population.length < populationSize; i--) {
    const { number, parameters, state, loss } = history[i] as Observation;
    if (state !== 'finished' || loss === null || !Number.isFinite(loss)) continue;
    if (inSpace(space, parameters)) population.push({ number, parameters, loss });
  }
  return population;
}

/** From the second half of the draws on a child is mutated twice. */
function newChild(
  space: SearchSpace,
  population: readonly Individual[],
  known: readonly Observation[],
  random: Random,
): Proposal {
  const names = Object.keys(flatSpace(space));
  return drawnAnew(
    (child) =>
      childOf(space, tournamentWinner(population, random), 1 + Math.floor((2 * child) / maxDraws), random),
    ({ parameters }) =>
      known.some((trial) => names.every((name) => trial.parameters[name] === parameters[name])),
  );
}

/** The best of a sample without repetition; the younger of equals. */
function tournamentWinner(population: readonly Individual[], random: Random): Individual {
  const rest = [...population];
  const sample = Array.from({ length: tournamentSize }, () => rest.splice(random.int(rest.length), 1)).flat();
  return sample.reduce((best, other) =>
    other.loss < best.loss || (other.loss === best.loss && other.number > best.number) ? other : best,
  );
}

function childOf(space: SearchSpace, parent: Individual, mutations: number, random: Random): Proposal {
  let { parameters } = parent;
  const changes: string[] = [];
  for (let i = 0; i < mutations; i++) {
    const mutation = mutated(space, parameters, random);
    parameters = mutation.parameters;
    changes.push(mutation.change);
  }
  return {
    parameters,
    reason: clipped(`evolution: mutation of trial ${parent.number}, ${changes.join(', ')}`),
  };
}

/** One short line, whatever names and choices a space has. */
function clipped(reason: string): string {
  const line = reason.replace(/\s+/g, ' ');
  return line.length <= 80 ? line : `${line.slice(0, 79)}…`;
}
