import { flatSpace } from '../domain/flat-space.js';
import { blocksOf, genomesOf, withBlocks } from '../domain/genome.js';
import { isActive, type Parameters, type SearchSpace } from '../domain/search-space.js';
import type { Random } from '../domain/seeded-random.js';
import { blockMutations } from './mutations-of-blocks.js';
import { changeable, changed, refilled } from './mutations-of-values.js';

export interface Mutation {
  /** Another point of the space; the same one where nothing can be changed. */
  readonly parameters: Parameters;
  /** What was done, for people: 'deeper at block 2'. */
  readonly change: string;
}

/**
 * One small step from a point of the space to another. An architecture is changed as often as its share of the
 * point's values asks for, by all kinds of mutations-of-blocks.ts alike often; the other steps change one plain
 * parameter, and what its new value brings into being is drawn uniformly.
 *
 * @param parameters a point of the space
 */
export function mutated(space: SearchSpace, parameters: Parameters, random: Random): Mutation {
  const genomes = genomesOf(space).filter(([name]) => parameters[`${name}.length`] !== undefined);
  const flat = flatSpace(space);
  const plain = plainParameters(space, parameters);
  const genome = genomes[random.int(genomes.length)];
  if (genome !== undefined && (plain.length === 0 || random.next() < shareOf(genome[0], parameters))) {
    const [name, { blocks, least, most }] = genome;
    const parent = blocksOf(name, parameters);
    const kinds = [...blockMutations];
    while (kinds.length > 0) {
      const [mutate] = kinds.splice(random.int(kinds.length), 1);
      const result = mutate?.(parent, { types: blocks, least, most }, random) ?? null;
      if (result === null) continue;
      const child = withBlocks(space, name, parameters, result.blocks);
      return { parameters: refilled(flat, child, random), change: result.change };
    }
  }
  const name = plain[random.int(plain.length)];
  if (name === undefined) return { parameters, change: 'nothing to change' };
  const { value, change } = changed(name, flat, parameters, random);
  return { parameters: refilled(flat, { ...parameters, [name]: value }, random), change };
}

/** Share of the values that belong to the genome. */
function shareOf(genome: string, parameters: Parameters): number {
  const names = Object.keys(parameters);
  return names.filter((name) => name.startsWith(`${genome}.`)).length / names.length;
}

/** Names of the parameters outside genomes that exist and have another value. */
function plainParameters(space: SearchSpace, parameters: Parameters): readonly string[] {
  const prefixes = genomesOf(space).map(([name]) => `${name}.`);
  return Object.entries(flatSpace(space)).flatMap(([name, parameter]) =>
    prefixes.every((prefix) => !name.startsWith(prefix)) &&
    isActive(parameter, parameters) &&
    changeable(name, parameter)
      ? [name]
      : [],
  );
}
