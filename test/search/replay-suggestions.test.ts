import { expect, test } from 'vitest';
import type { SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import type { TrialRecord } from '../../src/domain/trial.js';
import { replaySuggestions, type StoredTrial } from '../../src/search/replay-suggestions.js';
import type { SearchPlan } from '../../src/search/search-plan.js';
import { suggestTrial } from '../../src/search/suggest-trial.js';

const seed = 11;
const space: SearchSpace = { rate: { kind: 'float', low: 0.01, high: 1, log: true } };
const plan: SearchPlan = {
  families: [
    { id: 'slow', space, portfolio: [{ rate: 0.1 }], expectedSeconds: 9 },
    { id: 'quick', space, portfolio: [{ rate: 0.1 }, { rate: 0.2 }], expectedSeconds: 1 },
  ],
  sampler: 'tpe',
  direction: 'max',
  weighBy: 'measured',
};

/** Three trials at a time that end in a random order; the time left shrinks until nothing fits. */
function storedRun(): readonly StoredTrial[] {
  const random = seededRandom('ends');
  const trials: StoredTrial[] = [];
  const running = (): number[] =>
    trials.flatMap((trial, index) => (trial.state === 'running' ? [index] : []));
  for (let secondsLeft = 60; ; secondsLeft -= 1) {
    if (running().length === 3) {
      const index = running()[Math.floor(random.next() * 3)]!;
      const trial = trials[index]!;
      const failed = random.next() < 0.1;
      const seconds = (trial.family === 'slow' ? 10 : 2) * random.next();
      const end = failed ? ({ state: 'failed', score: null } as const) : { score: random.next() };
      trials[index] = { ...trial, state: 'finished', seconds, ...end };
    }
    const history: readonly TrialRecord[] = trials;
    const suggestion = suggestTrial({ plan, number: trials.length, history, seed, secondsLeft });
    if (suggestion === null) return trials;
    trials.push({ ...suggestion, state: 'running', score: null, seconds: null });
  }
}

const trials = storedRun();

test('every suggestion derives again from its visible trials and its candidates', () => {
  expect(trials.length).toBeGreaterThan(40);
  expect(new Set(trials.map(({ candidates }) => candidates.join())).size).toBeGreaterThan(1);
  expect(replaySuggestions(plan, seed, trials)).toEqual([]);
});

test('what was changed afterwards is named', () => {
  const tampered = trials.map((trial) =>
    trial.number === 5 ? { ...trial, seed: 1, reason: 'why not' } : trial,
  );
  const differences = replaySuggestions(plan, seed, tampered);
  expect(differences.map(({ trial, field }) => [trial, field])).toEqual([
    [5, 'seed'],
    [5, 'reason'],
  ]);
  expect(differences[0]).toMatchObject({ stored: '1', derived: String(trials[5]?.seed) });
});

test('a changed score, a missing visible trial and a missing candidate show in later suggestions', () => {
  const changed = (change: (trial: StoredTrial) => StoredTrial) =>
    replaySuggestions(plan, seed, trials.map(change)).length;
  expect(
    changed((trial) => (trial.score === null ? trial : { ...trial, score: -trial.score })),
  ).toBeGreaterThan(0);
  expect(changed((trial) => ({ ...trial, visible: trial.visible.slice(0, 5) }))).toBeGreaterThan(0);
  expect(changed((trial) => ({ ...trial, candidates: [] }))).toBeGreaterThan(0);
});
