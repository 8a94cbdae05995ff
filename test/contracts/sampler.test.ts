import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterProblems, validateSpace, type SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import { findSampler, samplers } from '../../src/search/index.js';
import type { Observation } from '../../src/search/sampler.js';
import { historyOf, outcomes, spaces } from '../search/random-spaces.js';

const space: SearchSpace = {
  rate: { kind: 'float', low: 1e-5, high: 1, log: true },
  share: { kind: 'float', low: 0.1, high: 0.95, step: 0.05 },
  rounds: { kind: 'int', low: 8, high: 1000, log: true },
  fixed: { kind: 'int', low: 3, high: 3 },
  size: { kind: 'categorical', choices: ['s', 'm', 'l'], ordered: true },
  booster: { kind: 'categorical', choices: ['tree', 'linear'] },
  depth: { kind: 'int', low: 1, high: 12, when: { parameter: 'booster', in: ['tree'] } },
  growth: {
    kind: 'categorical',
    choices: ['leaf', 'level'],
    when: { parameter: 'booster', in: ['tree'] },
  },
  leaves: { kind: 'int', low: 4, high: 64, step: 4, when: { parameter: 'growth', in: ['leaf'] } },
  encoder: {
    kind: 'choice',
    options: {
      none: {},
      bins: {
        count: { kind: 'int', low: 2, high: 256, log: true },
        edges: {
          kind: 'choice',
          options: { even: {}, ranks: { smooth: { kind: 'float', low: 0, high: 1 } } },
        },
      },
    },
  },
  net: {
    kind: 'genome',
    least: 0,
    most: 3,
    blocks: {
      dense: { width: { kind: 'int', low: 8, high: 512, log: true } },
      skip: {},
    },
  },
};

const built = new URL('../../dist/src/search/index.js', import.meta.url).href;

const finished = (loss: number): Pick<Observation, 'state' | 'loss'> => ({ state: 'finished', loss });
const failed = { state: 'failed', loss: null } as const;
const running = { state: 'running', loss: null } as const;
const repeat = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const histories: Readonly<Record<string, readonly Pick<Observation, 'state' | 'loss'>[]>> = {
  empty: [],
  'a single observation': [finished(1)],
  'all failed': repeat(30, () => failed),
  'all running': repeat(30, () => running),
  'all NaN': repeat(30, () => finished(NaN)),
  constant: repeat(30, () => finished(2)),
  'infinite and mixed': repeat(
    40,
    (i) => [finished(i), finished(Infinity), finished(-Infinity), failed][i % 4] ?? running,
  ),
};

describe.each(samplers.map((sampler) => [sampler.id, sampler] as const))('%s', (id, sampler) => {
  test('is found by its id', () => {
    expect(findSampler(id)).toBe(sampler);
  });

  test.each(Object.entries(histories))('proposes points of the space on history: %s', (_, results) => {
    const proposals = sampler.suggest(space, historyOf(space, results), 4, 'seed');
    expect(proposals).toHaveLength(4);
    for (const { parameters, reason } of proposals) {
      expect(parameterProblems(space, parameters)).toEqual([]);
      expect(reason).toMatch(new RegExp(`^${id}: [^\\n]{3,80}$`));
    }
  });

  test('proposes within 100 ms after 10,000 trials', () => {
    const results = repeat(10_000, (i) => (i % 9 === 0 ? failed : finished(Math.sin(i))));
    const history = historyOf(space, results);
    const seconds = repeat(5, (seed) => {
      const start = performance.now();
      const [proposal] = sampler.suggest(space, history, 1, seed);
      expect(parameterProblems(space, proposal?.parameters ?? {})).toEqual([]);
      return (performance.now() - start) / 1000;
    });
    expect(Math.min(...seconds)).toBeLessThan(0.1);
  });

  test('gives the same answer in another process', () => {
    const results = repeat(60, (i) => (i % 7 === 0 ? failed : finished(Math.cos(i))));
    const history = historyOf(space, results);
    const script = `
      import { readFileSync } from 'node:fs';
      import { findSampler } from ${JSON.stringify(built)};
      const [id, space, history] = JSON.parse(readFileSync(0, 'utf8'));
      process.stdout.write(JSON.stringify(findSampler(id).suggest(space, history, 5, 'seed')));`;
    const input = JSON.stringify([id, space, history]);
    const there = execFileSync(process.execPath, ['--input-type=module', '-e', script], { input });
    expect(JSON.parse(there.toString())).toEqual(sampler.suggest(space, history, 5, 'seed'));
  });

  test('repeats itself within a call only where the space has nothing left', () => {
    const small: SearchSpace = {
      size: { kind: 'int', low: 1, high: 3 },
      kind: { kind: 'categorical', choices: ['p', 'q'] },
    };
    const history = historyOf(
      small,
      repeat(30, () => finished(1)),
    );
    const keys = sampler.suggest(small, history, 8, 2).map(({ parameters }) => JSON.stringify(parameters));
    expect(keys).toHaveLength(8);
    expect(new Set(keys.slice(0, 5)).size).toBe(5);
  });

  test('stays in any space on any history, reproducibly, whatever the order of the history', () => {
    fc.assert(
      fc.property(spaces, outcomes, fc.integer(), (anySpace, results, seed) => {
        fc.pre(validateSpace(anySpace).length === 0);
        const history = historyOf(anySpace, results);
        const proposals = sampler.suggest(anySpace, history, 2, seed);
        for (const { parameters } of proposals) expect(parameterProblems(anySpace, parameters)).toEqual([]);
        const reordered = shuffled(history, seededRandom(seed));
        expect(sampler.suggest(anySpace, reordered, 2, seed)).toEqual(proposals);
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  test('leaves its arguments as they are', () => {
    const history = Object.freeze(
      [
        ...historyOf(
          space,
          repeat(20, (i) => finished(-i)),
        ),
      ].reverse(),
    );
    const before = JSON.stringify(history);
    sampler.suggest(space, history, 3, 1);
    expect(JSON.stringify(history)).toBe(before);
  });

  test('another seed gives another proposal, and proposals of one call differ', () => {
    const history = historyOf(
      space,
      repeat(25, (i) => finished(i)),
    );
    const parametersFor = (seed: number): string[] =>
      sampler.suggest(space, history, 4, seed).map(({ parameters }) => JSON.stringify(parameters));
    expect(new Set([...parametersFor(1), ...parametersFor(2)]).size).toBe(8);
  });

  test('trials of another space, or with values out of bounds, do no harm', () => {
    const foreign: Observation[] = [
      { number: 0, parameters: { other: 1 }, ...finished(0) },
      { number: 1, parameters: { rate: 5, share: 0.31, rounds: 'many', booster: 'forest' }, ...finished(0) },
      ...historyOf(
        space,
        repeat(15, (i) => finished(i)),
      ).map((o) => ({ ...o, number: o.number + 2 })),
    ];
    for (const { parameters } of sampler.suggest(space, foreign, 3, 7)) {
      expect(parameterProblems(space, parameters)).toEqual([]);
    }
  });
});

test('an unknown sampler is refused with the ids there are', () => {
  expect(() => findSampler('oracle')).toThrow(/Unknown sampler "oracle"[\s\S]*random, quasi-random, tpe/);
});
