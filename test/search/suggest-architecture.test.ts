import { expect, test } from 'vitest';
import type { SamplerId } from '../../src/domain/competition.js';
import type { SearchSpace } from '../../src/domain/search-space.js';
import { replaySuggestions, type StoredTrial } from '../../src/search/replay-suggestions.js';
import type { SearchPlan } from '../../src/search/search-plan.js';
import { suggestTrial } from '../../src/search/suggest-trial.js';

const trees: SearchSpace = { depth: { kind: 'float', low: 1, high: 200 } };
const net: SearchSpace = {
  blocks: {
    kind: 'genome',
    least: 1,
    most: 4,
    blocks: { dense: { units: { kind: 'int', low: 8, high: 64 } }, norm: {} },
  },
  rate: { kind: 'float', low: 0.01, high: 1, log: true },
};
const plan = (sampler: SamplerId): SearchPlan => ({
  families: [
    { id: 'trees', space: trees, portfolio: [{ depth: 3 }], expectedSeconds: 1 },
    {
      id: 'net',
      space: net,
      portfolio: [{ 'blocks.length': 1, 'blocks.0.type': 'norm', rate: 0.1 }],
      expectedSeconds: 1,
    },
  ],
  sampler,
  direction: 'max',
  weighBy: 'expected',
});

function run(sampler: SamplerId): readonly StoredTrial[] {
  const trials: StoredTrial[] = [];
  for (let number = 0; number < 60; number++) {
    const suggestion = suggestTrial({
      plan: plan(sampler),
      number,
      history: trials,
      seed: 3,
      secondsLeft: 1e4,
    });
    if (suggestion === null) throw new Error('no suggestion');
    const score = Number(suggestion.parameters['depth'] ?? suggestion.parameters['rate']);
    trials.push({ ...suggestion, state: 'finished', score, seconds: 1, folds: [] });
  }
  return trials;
}

test('a plan of TPE searches architectures by evolution and the others by TPE; all of it derives again', () => {
  const trials = run('tpe');
  const samplers = new Set(trials.map(({ family, sampler }) => `${family} ${sampler}`));
  expect(samplers).toEqual(new Set(['trees portfolio', 'net portfolio', 'trees tpe', 'net evolution']));
  const reasons = trials.filter(({ family }) => family === 'net').map(({ reason }) => reason);
  expect(reasons.at(-1)).toMatch(/^evolution: mutation of trial \d+, /);
  expect(replaySuggestions(plan('tpe'), 3, trials, [])).toEqual([]);
});

test.each(['random', 'evolution'] as const)('a plan of %s means all families', (sampler) => {
  const used = new Set(run(sampler).map((trial) => trial.sampler));
  expect([...used].sort()).toEqual([sampler, 'portfolio'].sort());
});
