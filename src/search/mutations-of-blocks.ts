import { flatSpace } from '../domain/flat-space.js';
import type { Block } from '../domain/genome.js';
import { isActive, type FlatSpace, type SearchSpace } from '../domain/search-space.js';
import type { Random } from '../domain/seeded-random.js';
import { changeable, changed, refilled } from './mutations-of-values.js';

/** What a genome's architectures are made of. */
export interface GenomeRules {
  readonly types: Readonly<Record<string, SearchSpace>>;
  readonly least: number;
  readonly most: number;
}

export interface BlockMutation {
  readonly blocks: readonly Block[];
  /** 'deeper at block 2': blocks count from 1. */
  readonly change: string;
}

/** Null where the architecture cannot be changed in this way. Blocks that are not named stay as they are. */
export type MutateBlocks = (
  blocks: readonly Block[],
  rules: GenomeRules,
  random: Random,
) => BlockMutation | null;

/** One more block: a copy of the one before or after it, so that the network stays alike. */
export const deeper: MutateBlocks = (blocks, rules, random) => {
  if (blocks.length >= rules.most) return null;
  const place = random.int(blocks.length + 1);
  const neighbour = blocks[place === 0 || (place < blocks.length && random.next() < 0.5) ? place : place - 1];
  const block = neighbour ?? drawnBlock(rules, random);
  return { blocks: blocks.toSpliced(place, 0, block), change: `deeper at block ${place + 1}` };
};

/** One block less. */
export const shallower: MutateBlocks = (blocks, { least }, random) => {
  if (blocks.length <= least) return null;
  const place = random.int(blocks.length);
  return { blocks: blocks.toSpliced(place, 1), change: `shallower at block ${place + 1}` };
};

/** A number or an ordered category of one block moves to a value nearby: wider, narrower, a larger kernel. */
export const resized: MutateBlocks = (blocks, rules, random) => withOtherValue(blocks, rules, random, true);

/** A category of one block is switched: another activation, a skip connection on or off. */
export const switched: MutateBlocks = (blocks, rules, random) => withOtherValue(blocks, rules, random, false);

/** One block becomes one of another type and keeps the parameters of equal name that are valid there. */
export const retyped: MutateBlocks = (blocks, { types }, random) => {
  const place = random.int(blocks.length);
  const block = blocks[place];
  const others = Object.keys(types).filter((type) => type !== block?.type);
  const type = others[random.int(others.length)];
  if (block === undefined || type === undefined) return null;
  const parameters = refilled(spaceOf(types, type), block.parameters, random);
  const change = `${block.type} → ${type} at block ${place + 1}`;
  return { blocks: blocks.with(place, { type, parameters }), change };
};

/** Two neighbours that differ change places. */
export const swapped: MutateBlocks = (blocks, _, random) => {
  const places = blocks.slice(1).flatMap((block, i) => (isAlike(block, blocks[i] as Block) ? [] : [i]));
  const place = places[random.int(places.length)];
  if (place === undefined) return null;
  const [first, second] = [blocks[place] as Block, blocks[place + 1] as Block];
  return {
    blocks: blocks.with(place, second).with(place + 1, first),
    change: `blocks ${place + 1} and ${place + 2} swapped`,
  };
};

export const blockMutations: readonly MutateBlocks[] = [
  deeper,
  shallower,
  resized,
  switched,
  retyped,
  swapped,
];

function withOtherValue(
  blocks: readonly Block[],
  { types }: GenomeRules,
  random: Random,
  ordered: boolean,
): BlockMutation | null {
  const candidates = blocks.flatMap(({ type, parameters }, place) =>
    Object.entries(spaceOf(types, type)).flatMap(([name, parameter]) => {
      const isOrdered = parameter.kind !== 'categorical' || parameter.ordered === true;
      const fits = isOrdered === ordered && isActive(parameter, parameters) && changeable(name, parameter);
      return fits ? [{ name, place }] : [];
    }),
  );
  const chosen = candidates[random.int(candidates.length)];
  if (chosen === undefined) return null;
  const { name, place } = chosen;
  const { type, parameters: before } = blocks[place] as Block;
  const space = spaceOf(types, type);
  const { value, change } = changed(name, space, before, random);
  const parameters = refilled(space, { ...before, [name]: value }, random);
  return { blocks: blocks.with(place, { type, parameters }), change: `${change} at block ${place + 1}` };
}

function drawnBlock({ types }: GenomeRules, random: Random): Block {
  const names = Object.keys(types);
  const type = names[random.int(names.length)] as string;
  return { type, parameters: refilled(spaceOf(types, type), {}, random) };
}

function spaceOf(types: GenomeRules['types'], type: string): FlatSpace {
  return flatSpace(types[type] ?? {});
}

function isAlike(a: Block, b: Block): boolean {
  const names = new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)]);
  return a.type === b.type && [...names].every((name) => a.parameters[name] === b.parameters[name]);
}
