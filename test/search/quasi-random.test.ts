import { expect, test } from 'vitest';
import type { FlatParameter, SearchSpace } from '../../src/domain/search-space.js';
import { quasiRandom } from '../../src/search/quasi-random.js';
import type { Observation, Sampler } from '../../src/search/sampler.js';
import { sobolDimensions } from '../../src/search/sobol-sequence.js';
import { tpe } from '../../src/search/tpe.js';

const unit = { kind: 'float', low: 0, high: 1 } as const;
const many = (count: number): SearchSpace =>
  Object.fromEntries(Array.from({ length: count }, (_, i): [string, FlatParameter] => [`x${i}`, unit]));

/** Trials one after the other, all failed, so that a start never ends early. */
function search(sampler: Sampler, space: SearchSpace, count: number, seed: number): readonly Observation[] {
  const history: Observation[] = [];
  for (let number = 0; number < count; number++) {
    const [proposal] = sampler.suggest(space, history, 1, seed);
    history.push({ number, parameters: proposal?.parameters ?? {}, state: 'failed', loss: null });
  }
  return history;
}

function cells(history: readonly Observation[], name: string, cellCount: number): Set<number> {
  return new Set(history.map(({ parameters }) => Math.floor(cellCount * Number(parameters[name]))));
}

test('one trial of 16 lies in every 16th of every parameter with direction numbers', () => {
  const names = Object.keys(many(sobolDimensions));
  const history = search(quasiRandom, many(sobolDimensions + 8), 16, 3);
  for (const name of names) expect(cells(history, name, 16).size).toBe(16);
  const beyond = Array.from({ length: 8 }, (_, i) => cells(history, `x${sobolDimensions + i}`, 16).size);
  expect(Math.min(...beyond)).toBeLessThan(16);
  expect(Math.min(...beyond)).toBeGreaterThan(5);
});

test('each branch of a condition has an even sequence of its own', () => {
  const space: SearchSpace = {
    branch: { kind: 'categorical', choices: ['a', 'b'] },
    x: { ...unit, when: { parameter: 'branch', in: ['a'] } },
  };
  const history = search(quasiRandom, space, 16, 9).filter(({ parameters }) => 'x' in parameters);
  expect(history).toHaveLength(8);
  expect(cells(history, 'x', 8).size).toBe(8);
});

test('the start of TPE is the same kind of sequence, and says so', () => {
  const history = search(tpe, many(3), 8, 4);
  for (const name of ['x0', 'x1', 'x2']) expect(cells(history, name, 8).size).toBe(8);
  const [next] = tpe.suggest(many(3), history, 1, 4);
  expect(next?.reason).toBe('tpe: quasi-random start 9, 8 of 10 results');
});
