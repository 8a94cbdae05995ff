import type {
  ChoiceParameter,
  Condition,
  FlatParameter,
  FlatSpace,
  GenomeParameter,
  Parameter,
  Parameters,
  ParameterValue,
  SearchSpace,
} from './search-space.js';

const known = new WeakMap<SearchSpace, FlatSpace>();

/**
 * A space with nested choices and genomes as one of plain parameters under conditions; the values of a trial are
 * always those of this one. A choice `c` is the category `c`, the parameters of its option `o` are `c.o.<name>`. A
 * genome `g` is the whole number `g.length` and for each place i from 0 the category `g.<i>.type` with the parameters
 * `g.<i>.<type>.<name>` of that type of block.
 */
export function flatSpace(space: SearchSpace): FlatSpace {
  const before = known.get(space);
  if (before !== undefined) return before;
  const flat = Object.fromEntries(
    Object.entries(space).flatMap(([name, parameter]) => flattened(name, parameter)),
  );
  known.set(space, flat);
  return flat;
}

/** The values in the order of the space; those of no parameter are left out. */
export function inOrderOf(space: SearchSpace, values: ReadonlyMap<string, ParameterValue>): Parameters {
  const ordered = Object.keys(flatSpace(space)).flatMap((name): [string, ParameterValue][] => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(ordered);
}

type Named = [string, FlatParameter];

function flattened(name: string, parameter: Parameter): Named[] {
  if (parameter.kind === 'choice') return flatChoice(name, parameter);
  if (parameter.kind === 'genome') return flatGenome(name, parameter);
  return [[name, parameter]];
}

function flatChoice(name: string, { options, when }: ChoiceParameter): Named[] {
  const choices = Object.keys(options);
  return [
    [name, { kind: 'categorical', choices, ...given(when) }],
    ...choices.flatMap((option) =>
      inside(`${name}.${option}`, options[option] ?? {}, { parameter: name, in: [option] }),
    ),
  ];
}

function flatGenome(name: string, { blocks, least, most, when }: GenomeParameter): Named[] {
  const length = `${name}.length`;
  const types = Object.keys(blocks);
  const places = Array.from({ length: Math.max(most, 0) }, (_, place) => place).flatMap((place): Named[] => {
    const from = Math.max(place + 1, least);
    const lengths = Array.from({ length: most - from + 1 }, (_, i) => from + i);
    const always = place < least && when === undefined;
    const type = `${name}.${place}.type`;
    return [
      [
        type,
        { kind: 'categorical', choices: types, ...(always ? {} : given({ parameter: length, in: lengths })) },
      ],
      ...types.flatMap((block) =>
        inside(`${name}.${place}.${block}`, blocks[block] ?? {}, { parameter: type, in: [block] }),
      ),
    ];
  });
  return [[length, { kind: 'int', low: least, high: most, ...given(when) }], ...places];
}

/** A space under a prefix: what has no condition of its own gets `when`, others follow their renamed parent. */
function inside(prefix: string, space: SearchSpace, when: Condition): Named[] {
  return Object.entries(space).flatMap(([name, parameter]) => {
    const own = parameter.when;
    const condition = own === undefined ? when : { ...own, parameter: `${prefix}.${own.parameter}` };
    return flattened(`${prefix}.${name}`, { ...parameter, when: condition });
  });
}

function given(when: Condition | undefined): { readonly when?: Condition } {
  return when === undefined ? {} : { when };
}
