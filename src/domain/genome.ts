import { inOrderOf } from './flat-space.js';
import type { GenomeParameter, Parameters, ParameterValue, SearchSpace } from './search-space.js';

/** One block of an architecture: its type and its parameters by their own names. */
export interface Block {
  readonly type: string;
  readonly parameters: Parameters;
}

/** The genomes of a space by the names that they have in the flat one; those inside blocks are not listed. */
export function genomesOf(space: SearchSpace): readonly (readonly [string, GenomeParameter])[] {
  return Object.entries(space).flatMap(([name, parameter]): (readonly [string, GenomeParameter])[] => {
    if (parameter.kind === 'genome') return [[name, parameter]];
    if (parameter.kind !== 'choice') return [];
    return Object.entries(parameter.options).flatMap(([option, inner]) =>
      genomesOf(inner).map(([own, genome]) => [`${name}.${option}.${own}`, genome] as const),
    );
  });
}

/** The blocks of the genome `name` in a trial's values, first to last. */
export function blocksOf(name: string, values: Parameters): readonly Block[] {
  const length = Number(values[`${name}.length`] ?? 0);
  return Array.from({ length }, (_, place) => {
    const type = String(values[`${name}.${place}.type`]);
    const prefix = `${name}.${place}.${type}.`;
    const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
    return {
      type,
      parameters: Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
    };
  });
}

/** The values with these blocks in place of those of the genome `name`, in the order of the space. */
export function withBlocks(
  space: SearchSpace,
  name: string,
  values: Parameters,
  blocks: readonly Block[],
): Parameters {
  const all = new Map<string, ParameterValue>(
    Object.entries(values).filter(([key]) => !key.startsWith(`${name}.`)),
  );
  all.set(`${name}.length`, blocks.length);
  blocks.forEach(({ type, parameters }, place) => {
    all.set(`${name}.${place}.type`, type);
    for (const [key, value] of Object.entries(parameters)) all.set(`${name}.${place}.${type}.${key}`, value);
  });
  return inOrderOf(space, all);
}
