import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/domain/genome.js';
import { parameterProblems, validateSpace, type SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import {
  deeper,
  resized,
  retyped,
  shallower,
  swapped,
  switched,
  type BlockMutation,
  type MutateBlocks,
} from '../../src/search/mutations-of-blocks.js';
import { changed } from '../../src/search/mutations-of-values.js';
import { mutated } from '../../src/search/mutations.js';
import { randomSearch } from '../../src/search/random-search.js';
import { spaces } from './random-spaces.js';

const types = {
  conv: {
    filters: { kind: 'int', low: 8, high: 32, step: 8 },
    kernel: { kind: 'categorical', choices: [3, 5, 7], ordered: true },
    skip: { kind: 'categorical', choices: [true, false] },
  },
  separable: {
    filters: { kind: 'int', low: 16, high: 32, step: 16 },
    activation: { kind: 'categorical', choices: ['relu', 'silu'] },
  },
  pool: {},
} as const satisfies Record<string, SearchSpace>;
const rules = { types, least: 1, most: 3 };
const conv: Block = { type: 'conv', parameters: { filters: 16, kernel: 3, skip: false } };
const separable: Block = { type: 'separable', parameters: { filters: 32, activation: 'relu' } };
const pool: Block = { type: 'pool', parameters: {} };

/** What 60 draws give, none of them null. */
const drawn = (mutate: MutateBlocks, blocks: readonly Block[]): BlockMutation[] =>
  Array.from({ length: 60 }, (_, i) => {
    const mutation = mutate(blocks, rules, seededRandom('mutations', i));
    if (mutation === null) throw new Error('nothing changed');
    return mutation;
  });
const refuses = (mutate: MutateBlocks, blocks: readonly Block[]): boolean =>
  mutate(blocks, rules, seededRandom(1)) === null;

describe('mutations of blocks', () => {
  test('deeper copies a neighbour, at any place, and stops at the greatest depth', () => {
    const results = drawn(deeper, [conv, pool]).map(({ blocks, change }) => ({
      blocks: blocks.map(({ type }) => type).join(' '),
      change,
    }));
    expect(new Set(results.map(({ blocks }) => blocks))).toEqual(
      new Set(['conv conv pool', 'conv pool pool']),
    );
    expect(new Set(results.map(({ change }) => change))).toEqual(
      new Set([1, 2, 3].map((place) => `deeper at block ${place}`)),
    );
    expect(refuses(deeper, [conv, pool, conv])).toBe(true);
  });

  test('shallower leaves out one block, and stops at the least depth', () => {
    const results = drawn(shallower, [conv, separable, pool]).map(({ blocks }) => blocks);
    expect(results.every((blocks) => blocks.length === 2)).toBe(true);
    expect(new Set(results.map((blocks) => JSON.stringify(blocks))).size).toBe(3);
    expect(refuses(shallower, [conv])).toBe(true);
  });

  test('resized moves one number or ordered category, most often to the next value', () => {
    const results = drawn(resized, [conv, pool]);
    for (const { blocks } of results) {
      expect(blocks[1]).toBe(pool);
      const { filters, kernel, skip } = blocks[0]?.parameters ?? {};
      expect(skip).toBe(false);
      expect(Number(filters !== 16) + Number(kernel !== 3)).toBe(1);
    }
    const changes = results.map(({ change }) => change);
    expect(changes).toContain('filters 16 → 24 at block 1');
    expect(changes).toContain('filters 16 → 8 at block 1');
    expect(changes.filter((change) => change === 'kernel 3 → 5 at block 1').length).toBeGreaterThan(15);
    expect(refuses(resized, [pool])).toBe(true);
  });

  test('switched turns a category, skip connections among them', () => {
    const changes = drawn(switched, [conv, separable]).map(({ change }) => change);
    expect(new Set(changes)).toEqual(
      new Set(['skip false → true at block 1', 'activation relu → silu at block 2']),
    );
    expect(refuses(switched, [pool])).toBe(true);
  });

  test('retyped keeps parameters of equal name where they are valid, and draws the others', () => {
    const results = drawn(retyped, [conv]).map(({ blocks }) => blocks[0]);
    expect(new Set(results.map((block) => block?.type))).toEqual(new Set(['separable', 'pool']));
    const separables = results.filter((block) => block?.type === 'separable');
    expect(new Set(separables.map((block) => block?.parameters['filters']))).toEqual(new Set([16]));
    expect(new Set(separables.map((block) => block?.parameters['activation']))).toEqual(
      new Set(['relu', 'silu']),
    );
    expect(mutateOnly({ conv: types.conv })).toBeNull();
  });

  test('swapped exchanges two neighbours that differ', () => {
    const results = drawn(swapped, [conv, conv, pool]);
    expect(results[0]).toEqual({ blocks: [conv, pool, conv], change: 'blocks 2 and 3 swapped' });
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(refuses(swapped, [conv, { ...conv }])).toBe(true);
  });
});

function mutateOnly(only: typeof rules.types | { conv: typeof types.conv }): BlockMutation | null {
  return retyped([conv], { types: only, least: 1, most: 3 }, seededRandom(1));
}

test('a number steps near by in the scale of its range, never stays, and stays in bounds', () => {
  const space = {
    rate: { kind: 'float', low: 1e-4, high: 1, log: true },
    depth: { kind: 'int', low: 1, high: 2 },
  } as const;
  const random = seededRandom('steps');
  const logs = Array.from({ length: 500 }, () => {
    const { value } = changed('rate', space, { rate: 0.01, depth: 1 }, random);
    return Math.log10(Number(value)) + 2;
  });
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + log * log, 0) / logs.length);
  expect(deviation).toBeGreaterThan(0.5);
  expect(deviation).toBeLessThan(0.7);
  for (const depth of [1, 2]) {
    expect(changed('depth', space, { rate: 0.01, depth }, random).value).toBe(3 - depth);
  }
});

test('what a changed category brings into being is drawn, and what it ends is left out', () => {
  const space: SearchSpace = {
    booster: { kind: 'categorical', choices: ['tree', 'linear'] },
    depth: { kind: 'int', low: 1, high: 12, when: { parameter: 'booster', in: ['tree'] } },
  };
  const there = mutated(space, { booster: 'linear' }, seededRandom(1));
  expect(there.change).toBe('booster linear → tree');
  expect(parameterProblems(space, there.parameters)).toEqual([]);
  const single: SearchSpace = { a: { kind: 'int', low: 2, high: 2 } };
  expect(mutated(single, { a: 2 }, seededRandom(1))).toEqual({
    parameters: { a: 2 },
    change: 'nothing to change',
  });
});

test('mutations stay in any space with choices and architectures, and are repeatable', () => {
  let moved = 0;
  let all = 0;
  fc.assert(
    fc.property(
      spaces,
      spaces,
      spaces,
      fc.integer({ min: 0, max: 2 }),
      fc.integer(),
      (a, b, c, least, seed) => {
        const genome = { kind: 'genome', least, most: least + 2, blocks: { a, b } } as const;
        const space: SearchSpace = {
          ...c,
          body: { kind: 'choice', options: { flat: a, net: { blocks: genome } } },
          top: genome,
        };
        fc.pre(validateSpace(space).length === 0);
        let parameters = randomSearch.suggest(space, [], 1, seed)[0]?.parameters ?? {};
        for (let step = 0; step < 6; step++) {
          const mutation = mutated(space, parameters, seededRandom(seed, step));
          expect(parameterProblems(space, mutation.parameters)).toEqual([]);
          expect(mutated(space, parameters, seededRandom(seed, step))).toEqual(mutation);
          all++;
          if (JSON.stringify(mutation.parameters) !== JSON.stringify(parameters)) moved++;
          parameters = mutation.parameters;
        }
      },
    ),
    { numRuns: 200, seed: 5 },
  );
  expect(moved / all).toBeGreaterThan(0.9);
});
