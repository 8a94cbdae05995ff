import { expect, test } from 'vitest';
import { blocksOf } from '../../src/domain/genome.js';
import { parameterProblems, type SearchSpace } from '../../src/domain/search-space.js';
import { evolution } from '../../src/search/evolution.js';
import { parameterKey } from '../../src/search/family-record.js';
import { randomSearch } from '../../src/search/random-search.js';
import type { Observation } from '../../src/search/sampler.js';
import { historyOf } from './random-spaces.js';

const space: SearchSpace = {
  rate: { kind: 'float', low: 1e-4, high: 1, log: true },
  net: {
    kind: 'genome',
    least: 1,
    most: 6,
    blocks: {
      conv: { filters: { kind: 'int', low: 8, high: 64, step: 8 } },
      pool: {},
    },
  },
};
const finished = (losses: readonly number[]): readonly Observation[] =>
  historyOf(
    space,
    losses.map((loss) => ({ state: 'finished' as const, loss })),
  );
const parents = (history: readonly Observation[], seeds: number): ReadonlySet<number> =>
  new Set(
    Array.from({ length: seeds }, (_, seed) => {
      const [proposal] = evolution.suggest(space, history, 1, seed);
      return Number(/^evolution: mutation of trial (\d+), /.exec(proposal?.reason ?? '')?.[1]);
    }),
  );

test('draws until ten trials are finished, and then mutates', () => {
  const nine = finished(Array.from({ length: 9 }, (_, i) => i));
  expect(evolution.suggest(space, nine, 1, 1)[0]?.reason).toBe('evolution: start-up draw, 9 of 10 results');
  const ten = finished(Array.from({ length: 10 }, (_, i) => i));
  expect(evolution.suggest(space, ten, 1, 1)[0]?.reason).toMatch(/^evolution: mutation of trial \d+, /);
});

test('the better of the sample is the parent: the worst nine of the population never, the best often', () => {
  const chosen = parents(finished(Array.from({ length: 20 }, (_, i) => i)), 300);
  expect(Math.max(...chosen)).toBeLessThanOrEqual(10);
  expect(chosen).toContain(0);
  expect(chosen.size).toBeGreaterThan(5);
});

test('the oldest die, however good: only the youngest twenty have children', () => {
  const chosen = parents(finished(Array.from({ length: 50 }, (_, i) => i)), 300);
  expect(Math.min(...chosen)).toBe(30);
  expect(Math.max(...chosen)).toBeLessThanOrEqual(40);
});

test('trials that failed, run, or have no finite loss are no parents', () => {
  const history = finished(Array.from({ length: 60 }, (_, i) => i)).map((trial): Observation => {
    const kinds: Partial<Observation>[] = [
      {},
      { state: 'failed', loss: null },
      { state: 'running', loss: null },
      { loss: NaN },
      { loss: -Infinity },
    ];
    return { ...trial, ...kinds[trial.number % 5] };
  });
  expect([...parents(history, 200)].every((number) => number % 5 === 0)).toBe(true);
});

test('no child is proposed twice while another can be found', () => {
  const small: SearchSpace = {
    net: { kind: 'genome', least: 1, most: 3, blocks: { a: {}, b: {}, c: {} } },
  };
  const history: Observation[] = [];
  for (let number = 0; number < 30; number++) {
    const [proposal] = evolution.suggest(small, history, 1, 'seed');
    const parameters = proposal?.parameters ?? {};
    expect(parameterProblems(small, parameters)).toEqual([]);
    const state = number % 7 === 6 ? 'running' : 'finished';
    history.push({ number, parameters, state, loss: state === 'running' ? null : number });
  }
  const distinct = new Set(history.slice(10).map(({ parameters }) => parameterKey(parameters)));
  expect(distinct.size).toBe(20);
});

test('proposals of one call differ from each other and from what runs', () => {
  const history = finished(Array.from({ length: 20 }, (_, i) => i));
  const first = evolution.suggest(space, history, 8, 3);
  const keys = new Set([...history, ...first].map(({ parameters }) => parameterKey(parameters)));
  expect(keys.size).toBe(28);
});

test('finds a wanted architecture that random draws of equal number hardly come near', () => {
  const wanted = ['conv', 'conv', 'pool', 'conv', 'pool', 'conv'];
  const loss = (parameters: Observation['parameters']): number => {
    const blocks = blocksOf('net', parameters);
    const wrong = wanted.filter((type, i) => blocks[i]?.type !== type).length;
    const filters = blocks.map((block) => Math.abs(Number(block.parameters['filters'] ?? 32) - 32) / 64);
    return wrong + filters.reduce((sum, off) => sum + off, 0);
  };
  const best = (sampler: typeof evolution, seed: number): number => {
    const history: Observation[] = [];
    for (let number = 0; number < 120; number++) {
      const [proposal] = sampler.suggest(space, history, 1, `${seed}/${number}`);
      const parameters = proposal?.parameters ?? {};
      history.push({ number, parameters, state: 'finished', loss: loss(parameters) });
    }
    return Math.min(...history.map((trial) => trial.loss as number));
  };
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  const wins = seeds.filter((seed) => best(evolution, seed) < best(randomSearch, seed));
  expect(wins.length).toBeGreaterThanOrEqual(9);
});
