import { expect, test } from 'vitest';
import { flatSpace } from '../../src/domain/flat-space.js';
import { blocksOf, withBlocks } from '../../src/domain/genome.js';
import {
  inSpace,
  parameterProblems,
  validateSpace,
  type SearchSpace,
} from '../../src/domain/search-space.js';

const space: SearchSpace = {
  rate: { kind: 'float', low: 0.001, high: 1, log: true },
  model: {
    kind: 'choice',
    options: {
      tree: { depth: { kind: 'int', low: 1, high: 9 } },
      net: {
        depth: { kind: 'int', low: 1, high: 3 },
        skip: { kind: 'categorical', choices: [true, false], when: { parameter: 'depth', in: [2, 3] } },
        blocks: {
          kind: 'genome',
          least: 1,
          most: 3,
          blocks: { dense: { units: { kind: 'int', low: 8, high: 64 } }, norm: {} },
        },
      },
    },
  },
};

test('nested choices and genomes become plain parameters under conditions', () => {
  expect(validateSpace(space)).toEqual([]);
  const flat = flatSpace(space);
  expect(Object.keys(flat)).toEqual([
    'rate',
    'model',
    'model.tree.depth',
    'model.net.depth',
    'model.net.skip',
    'model.net.blocks.length',
    ...[0, 1, 2].flatMap((place) => [
      `model.net.blocks.${place}.type`,
      `model.net.blocks.${place}.dense.units`,
    ]),
  ]);
  expect(flat['model.net.skip']?.when).toEqual({ parameter: 'model.net.depth', in: [2, 3] });
  expect(flat['model.net.blocks.length']?.when).toEqual({ parameter: 'model', in: ['net'] });
  expect(flat['model.net.blocks.2.type']?.when).toEqual({ parameter: 'model.net.blocks.length', in: [3] });
  expect(flatSpace(JSON.parse(JSON.stringify(space)) as SearchSpace)).toEqual(flat);
});

test('blocks are read from the values of a trial and put back', () => {
  const values = withBlocks(space, 'model.net.blocks', { rate: 0.1, model: 'net', 'model.net.depth': 1 }, [
    { type: 'dense', parameters: { units: 16 } },
    { type: 'norm', parameters: {} },
  ]);
  expect(parameterProblems(space, values)).toEqual([]);
  expect(blocksOf('model.net.blocks', values)).toEqual([
    { type: 'dense', parameters: { units: 16 } },
    { type: 'norm', parameters: {} },
  ]);
  expect(withBlocks(space, 'model.net.blocks', values, blocksOf('model.net.blocks', values))).toEqual(values);
  expect(inSpace(space, { rate: 0.1, model: 'tree', 'model.tree.depth': 3 })).toBe(true);
  expect(inSpace(space, { ...values, 'model.net.blocks.length': 3 })).toBe(false);
});

test.each([
  ['a name with a dot', { 'a.b': { kind: 'int', low: 1, high: 2 } }, 'a.b: the name must not hold a dot'],
  ['no option', { a: { kind: 'choice', options: {} } }, 'a: needs at least one option'],
  [
    'a genome that ends before it begins',
    { a: { kind: 'genome', blocks: { x: {} }, least: 2, most: 1 } },
    'a: least 2',
  ],
  [
    'a wrong range deep inside',
    { a: { kind: 'choice', options: { b: { c: { kind: 'int', low: 3, high: 2 } } } } },
    'a.b.c: low 3 is above high 2',
  ],
] satisfies [string, SearchSpace, string][])(
  '%s is refused with the name of the parameter',
  (_, wrong, problem) => {
    expect(validateSpace(wrong)[0]).toContain(problem);
  },
);
