import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { normalCdf } from '../../src/search/normal-distribution.js';
import { randomSearch } from '../../src/search/random-search.js';
import type { Observation, Sampler } from '../../src/search/sampler.js';
import { tpe } from '../../src/search/tpe.js';
import { testFunctions, type TestFunction } from './test-functions.js';

interface Reference {
  readonly source: string;
  readonly values: Readonly<
    Record<string, { readonly point: Record<string, number>; readonly value: number }>
  >;
  /** Median best of 100 trials. */
  readonly optunaMedians: Readonly<Record<string, number>>;
}

const reference = JSON.parse(
  readFileSync(new URL('../reference/test-functions.json', import.meta.url), 'utf8'),
) as Reference;

/** The least loss of `trials` trials, one after the other. */
function best(sampler: Sampler, { space, loss }: TestFunction, trials: number, seed: string): number {
  const history: Observation[] = [];
  for (let number = 0; number < trials; number++) {
    const [proposal] = sampler.suggest(space, history, 1, seed);
    const parameters = proposal?.parameters ?? {};
    history.push({ number, parameters, state: 'finished', loss: loss(parameters) });
  }
  return Math.min(...history.map((trial) => trial.loss as number));
}

/** One-sided p of "a is smaller than b" by the normal approximation of Mann & Whitney 1947. */
function mannWhitney(a: readonly number[], b: readonly number[]): number {
  let u = 0;
  for (const x of a) for (const y of b) u += x < y ? 1 : x === y ? 0.5 : 0;
  const mean = (a.length * b.length) / 2;
  const sd = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return 1 - normalCdf((u - 0.5 - mean) / sd);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}

const seeds = Array.from({ length: 20 }, (_, i) => `test/${i}`);
const runs = new Map<string, readonly number[]>();

/** Best of 100 trials of TPE for each seed, computed once. */
function tpeRuns(name: string): readonly number[] {
  const known = runs.get(name);
  if (known !== undefined) return known;
  const fresh = seeds.map((seed) => best(tpe, testFunctions[name] as TestFunction, 100, seed));
  runs.set(name, fresh);
  return fresh;
}

describe('TPE beats random search in 100 trials, 20 seeds, p < .01', () => {
  test.each(Object.entries(testFunctions))('%s', (name, problem) => {
    const random = seeds.map((seed) => best(randomSearch, problem, 100, seed));
    expect(mannWhitney(tpeRuns(name), random)).toBeLessThan(0.01);
  });
});

describe(`the median of TPE is within 10 % of ${reference.source}`, () => {
  test.each(Object.entries(reference.optunaMedians))('%s', (name, optuna) => {
    expect(median(tpeRuns(name))).toBeLessThan(optuna + 0.1 * Math.abs(optuna));
  });
});

test.each(Object.entries(reference.values))(
  '%s is the function it is said to be',
  (name, { point, value }) => {
    expect(testFunctions[name]?.loss(point)).toBeCloseTo(value, 9);
  },
);

test('eight delayed workers cost TPE little: it still beats random search on the sphere', () => {
  const problem = testFunctions['sphere-5'] as TestFunction;
  const ours = Array.from({ length: 10 }, (_, i) => bestOfParallel(problem, `parallel/${i}`));
  const random = ours.map((_, i) => best(randomSearch, problem, 100, `parallel/${i}`));
  expect(mannWhitney(ours, random)).toBeLessThan(0.01);
});

/** 100 trials, eight at a time; the one that ends next is drawn at random. */
function bestOfParallel({ space, loss }: TestFunction, seed: string): number {
  const random = seededRandom(seed);
  const history: Observation[] = [];
  for (let number = 0; number < 100; number++) {
    const [proposal] = tpe.suggest(space, history, 1, seed);
    history.push({ number, parameters: proposal?.parameters ?? {}, state: 'running', loss: null });
    const running = history.filter((trial) => trial.state === 'running');
    const done = running[random.int(running.length)];
    if (running.length === 8 && done !== undefined) {
      history[done.number] = { ...done, state: 'finished', loss: loss(done.parameters) };
    }
  }
  return Math.min(...history.map((trial) => trial.loss ?? Infinity));
}
