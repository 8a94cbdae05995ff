import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { racedOut } from '../../src/domain/race.js';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import type { TrialRecord } from '../../src/domain/trial.js';
import { raceFor } from '../../src/search/racing.js';

function finished(number: number, family: string, foldScores: readonly number[]): TrialRecord {
  const score = foldScores.reduce((sum, value) => sum + value, 0) / foldScores.length;
  return { number, family, parameters: {}, state: 'finished', score, seconds: 1, foldScores };
}

/** Folds differ by a tenth, trials by hundredths, and what is left has a standard deviation of 0.01. */
const trees = [
  finished(0, 'trees', [0.81, 0.7, 0.89]),
  finished(1, 'trees', [0.82, 0.73, 0.91]),
  finished(2, 'trees', [0.82, 0.7, 0.91]),
];
const negated = (trials: readonly TrialRecord[]): readonly TrialRecord[] =>
  trials.map((trial) => ({
    ...trial,
    score: -(trial.score ?? NaN),
    foldScores: (trial.foldScores ?? []).map((score) => -score),
  }));

describe('within a family', () => {
  test('the limit is the mean of the best on the first fold, less three deviations of one fold', () => {
    const race = raceFor('trees', trees, 'max');
    // residuals of the additive model by hand: their squares sum to 4e-4, over (3 − 1)·(3 − 1);
    // the spread over the folds is 0.0926, a quarter of it is more than the 0.01 that is left
    expect(race?.worstFirstFold).toBeCloseTo(0.81667 - 3 * 0.25 * 0.0965, 2);
    expect(race?.against).toMatch(/^the best 3 of its kind 0\.8167 ± 0\.02\d$/);
  });

  test('there is none before three are finished, and other ends do not count', () => {
    const two = trees.slice(0, 2);
    expect(raceFor('trees', two, 'max')).toBeNull();
    const others = (['failed', 'stopped', 'raced', 'running'] as const).map((state, i): TrialRecord => {
      return { ...finished(10 + i, 'trees', [0.9, 0.9, 0.9]), state, score: null, foldScores: null };
    });
    expect(raceFor('trees', [...two, ...others], 'max')).toBeNull();
  });

  test('only the best five set the limit', () => {
    const good = [0, 1, 2, 3, 4].map((n) => finished(n, 'trees', [0.8 + n / 1000, 0.82, 0.78 + n / 1000]));
    const bad = [5, 6, 7].map((n) => finished(n, 'trees', [0.5, 0.4, 0.6]));
    expect(raceFor('trees', [...good, ...bad], 'max')).toEqual(raceFor('trees', good, 'max'));
  });

  test('scores without any noise race nothing out', () => {
    const equal = [0, 1, 2].map((n) => finished(n, 'trees', [0.8, 0.8, 0.8]));
    expect(raceFor('trees', equal, 'max')).toBeNull();
  });
});

describe('against all', () => {
  const five = [...trees, finished(3, 'trees', [0.82, 0.71, 0.9]), finished(4, 'trees', [0.815, 0.72, 0.9])];

  test('a family without a finished trial is not raced', () => {
    expect(raceFor('net', five, 'max')).toBeNull();
  });

  test('a family that is a little worse goes on, one that is hopeless must beat its own best', () => {
    const one = (score: number): readonly TrialRecord[] => [
      ...five,
      finished(5, 'net', [score, score, score]),
    ];
    const near = raceFor('net', one(0.75), 'max');
    const far = raceFor('net', one(0.3), 'max');
    expect(near?.worstFirstFold).toBeLessThan(0.65);
    expect(near?.against).toMatch(/^the best 5 of all /);
    expect(far?.worstFirstFold).toBe(0.3);
  });

  test('the margin is much wider than within a family', () => {
    const own = raceFor('trees', five, 'max')?.worstFirstFold ?? NaN;
    const other =
      raceFor('net', [...five, finished(5, 'net', [0.8, 0.8, 0.8])], 'max')?.worstFirstFold ?? NaN;
    expect(0.82 - other).toBeGreaterThan(2.5 * (0.82 - own));
  });
});

test('both directions race alike', () => {
  const up = raceFor('trees', trees, 'max');
  const down = raceFor('trees', negated(trees), 'min');
  expect(down?.worstFirstFold).toBe(-(up?.worstFirstFold ?? NaN));
  expect(racedOut(up, 0.5, 'max')).toMatch(/^fold 1 0\.5000, the best 3 of its kind 0\.8167 ± /);
  expect(racedOut(down, -0.5, 'min')).not.toBeNull();
  expect(racedOut(up, 0.9, 'max')).toBeNull();
  expect(racedOut(down, -0.9, 'min')).toBeNull();
  expect(racedOut(null, 0, 'max')).toBeNull();
});

const score = fc.oneof(
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(0.5, 0.5, NaN, Infinity),
);
const histories = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(score, { minLength: 3, maxLength: 3 })), {
    maxLength: 30,
  })
  .map((rows) => rows.map(([family, scores], number) => finished(number, family, scores)));

test('whatever the history, the best of a family so far would go on', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom('min' as const, 'max' as const), (history, direction) => {
      const race = raceFor('a', history, direction);
      const own = history.filter(
        ({ family, foldScores }) => family === 'a' && foldScores?.every(Number.isFinite) === true,
      );
      if (own.length === 0) return race === null;
      const firsts = own.map(({ foldScores }) => foldScores?.[0] ?? NaN);
      const best = direction === 'max' ? Math.max(...firsts) : Math.min(...firsts);
      return racedOut(race, best, direction) === null;
    }),
  );
});

test('the order of the history does not matter', () => {
  fc.assert(
    fc.property(histories, fc.integer(), (history, seed) => {
      expect(raceFor('a', shuffled(history, seededRandom(seed)), 'max')).toEqual(
        raceFor('a', history, 'max'),
      );
    }),
  );
});

test('a trial as good as the best is hardly ever raced out, one that is far worse nearly always', () => {
  const random = seededRandom('noise');
  const folds = Array.from({ length: 5 }, () => 0.05 * random.normal());
  const trial = (number: number, level: number): TrialRecord =>
    finished(
      number,
      'trees',
      folds.map((fold) => level + fold + 0.01 * random.normal()),
    );
  let wrong = 0;
  let right = 0;
  for (let round = 0; round < 400; round++) {
    const history = [0, 1, 2, 3, 4, 5].map((n) => trial(n, 0.8));
    const race = raceFor('trees', history, 'max');
    if (racedOut(race, trial(9, 0.8).foldScores?.[0] ?? NaN, 'max') !== null) wrong++;
    if (racedOut(race, trial(9, 0.72).foldScores?.[0] ?? NaN, 'max') !== null) right++;
  }
  expect(wrong).toBeLessThan(8);
  expect(right).toBeGreaterThan(320);
});
