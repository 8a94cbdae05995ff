import { expect, test } from 'vitest';
import { racedOut } from '../../src/domain/race.js';
import type { SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom, type Random } from '../../src/domain/seeded-random.js';
import type { TrialRecord } from '../../src/domain/trial.js';
import {
  replaySuggestions,
  type StoredBlend,
  type StoredTrial,
} from '../../src/search/replay-suggestions.js';
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
  racing: true,
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
      trials[index] = ended(trials[index]!, random);
    }
    const history: readonly TrialRecord[] = trials.map((trial) => ({
      ...trial,
      foldScores: trial.folds.map(({ score }) => score),
    }));
    const blend = blends.findLast(({ round }) => 10 * (round + 1) < trials.length) ?? null;
    const suggestion = suggestTrial({ plan, number: trials.length, history, seed, secondsLeft, blend });
    if (suggestion === null) return trials;
    trials.push({ ...suggestion, state: 'running', score: null, seconds: null, folds: [] });
  }
}

const blends: readonly StoredBlend[] = [0, 1, 2].flatMap((round) => [
  { round, chosen: false, members: [{ trial: 0, weight: 1 }] },
  { round, chosen: true, members: [{ trial: 2 * round, weight: 1 }] },
]);

/** One in ten fails; now and then one is far behind. */
function ended(trial: StoredTrial, random: Random): StoredTrial {
  const seconds = (trial.family === 'slow' ? 10 : 2) * random.next();
  if (random.next() < 0.1) return { ...trial, state: 'failed', score: null, seconds };
  const level = random.next() - (random.next() < 0.2 ? 5 : 0);
  const folds = [0, 1].map((fold) => ({ fold, score: level + 0.1 * random.next() }));
  const [first, second] = folds as [(typeof folds)[0], (typeof folds)[0]];
  if (racedOut(trial.race, first.score, plan.direction) !== null) {
    return { ...trial, state: 'raced', score: null, seconds, folds: [first] };
  }
  return { ...trial, state: 'finished', score: (first.score + second.score) / 2, seconds, folds };
}

const trials = storedRun();

test('every suggestion derives again from its visible trials and its candidates', () => {
  expect(trials.length).toBeGreaterThan(40);
  expect(new Set(trials.map(({ candidates }) => candidates.join())).size).toBeGreaterThan(1);
  expect(trials.some(({ state }) => state === 'raced')).toBe(true);
  expect(new Set(trials.map(({ blendRound }) => blendRound))).toEqual(new Set([null, 0, 1, 2]));
  expect(replaySuggestions(plan, seed, trials, blends)).toEqual([]);
});

test('what was changed afterwards is named', () => {
  const tampered = trials.map((trial) =>
    trial.number === 5 ? { ...trial, seed: 1, reason: 'why not' } : trial,
  );
  const differences = replaySuggestions(plan, seed, tampered, blends);
  expect(differences.map(({ trial, field }) => [trial, field])).toEqual([
    [5, 'seed'],
    [5, 'reason'],
  ]);
  expect(differences[0]).toMatchObject({ stored: '1', derived: String(trials[5]?.seed) });
});

test('a changed score, a missing visible trial and a missing candidate show in later suggestions', () => {
  const changed = (change: (trial: StoredTrial) => StoredTrial) =>
    replaySuggestions(plan, seed, trials.map(change), blends).length;
  expect(
    changed((trial) => (trial.score === null ? trial : { ...trial, score: -trial.score })),
  ).toBeGreaterThan(0);
  expect(changed((trial) => ({ ...trial, visible: trial.visible.slice(0, 5) }))).toBeGreaterThan(0);
  expect(changed((trial) => ({ ...trial, candidates: [] }))).toBeGreaterThan(0);
});

test('a trial that was not raced out as its first fold demands is named', () => {
  const out = trials.find(({ state }) => state === 'raced')!;
  const spared = trials.map((trial) => (trial === out ? { ...trial, race: null } : trial));
  expect(replaySuggestions(plan, seed, spared, blends)).toEqual([
    {
      trial: out.number,
      field: 'race',
      stored: 'none',
      derived: expect.stringContaining('the best') as unknown,
    },
  ]);
  const wrong = trials.map((trial) => (trial === out ? { ...trial, folds: [{ fold: 0, score: 9 }] } : trial));
  expect(replaySuggestions(plan, seed, wrong, blends)).toContainEqual({
    ...{ trial: out.number, field: 'end' },
    ...{ stored: 'raced out', derived: 'not raced out' },
  });
});

test('other weights of a blend that was visible show', () => {
  const members = [{ trial: 1, weight: 1 }];
  const others = blends.map((blend) => ({ ...blend, members }));
  expect(replaySuggestions(plan, seed, trials, others).map(({ field }) => field)).toContain('family');
});
