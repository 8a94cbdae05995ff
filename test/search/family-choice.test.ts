import { expect, test } from 'vitest';
import type { TrialRecord } from '../../src/domain/trial.js';
import { familyShares, type VisibleBlend } from '../../src/search/family-choice.js';
import { familyRecord, type FamilyRecord } from '../../src/search/family-record.js';
import type { SearchPlan } from '../../src/search/search-plan.js';
import { suggestTrial } from '../../src/search/suggest-trial.js';

const ids = ['trees', 'line', 'net'] as const;
const plan: SearchPlan = {
  families: ids.map((id) => ({
    id,
    space: { x: { kind: 'float', low: 0, high: 1 } },
    portfolio: [],
    expectedSeconds: 1,
  })),
  sampler: 'random',
  direction: 'max',
  weighBy: 'measured',
};

/** Trial n is of family n mod 3; trees score best, then lines, then nets, and none improves. */
function history(count: number, ends: Partial<Record<(typeof ids)[number], Partial<TrialRecord>>> = {}) {
  return Array.from({ length: count }, (_, number): TrialRecord => {
    const place = number % 3;
    const family = ids[place] as (typeof ids)[number];
    const score = 0.9 - place / 10 - number / 1000;
    const trial = { number, family, parameters: { x: number / 100 }, seconds: 1 };
    return { ...trial, state: 'finished', score, ...ends[family] };
  });
}

const recordsOf = (trials: readonly TrialRecord[]): readonly FamilyRecord[] =>
  plan.families.map((family) => familyRecord(family, plan, trials));
const blendOf = (...members: readonly (readonly [trial: number, weight: number])[]): VisibleBlend => ({
  round: 0,
  members: members.map(([trial, weight]) => ({ trial, weight })),
});
const shareOfLine = (blend: VisibleBlend | null): number =>
  familyShares(recordsOf(history(30)), blend)[1] ?? NaN;

test("a family's share rises with the weight of its members in the blend", () => {
  const shares = [0, 0.2, 0.5, 0.9].map((weight) => shareOfLine(blendOf([0, 1 - weight], [1, weight])));
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[3]).toBeGreaterThan(2 * (shares[0] ?? NaN));
  expect(shareOfLine(blendOf([0, 0.5], [1, 0.25], [4, 0.25]))).toBeCloseTo(shares[2] ?? NaN, 12);
});

test('shares sum to 1 and none is 0, whatever the blend', () => {
  for (const blend of [null, blendOf(), blendOf([99, 1]), blendOf([0, -2], [1, 1]), blendOf([2, 0])]) {
    const shares = familyShares(recordsOf(history(30)), blend);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...shares)).toBeGreaterThan(0.01);
  }
});

test('raced-out trials are no failures, but no improvements either', () => {
  const raced = recordsOf([
    ...history(6),
    ...history(30, { trees: { state: 'raced', score: null } }).slice(6),
  ]);
  expect(raced[0]).toMatchObject({ failing: false, losses: [-0.9, -0.897] });
  expect(raced[0]?.seconds).toBe(1);
  const fresh = recordsOf(history(6));
  expect(familyShares(raced)[0]).toBeLessThan(familyShares(fresh)[0] ?? NaN);
});

test('a raced-out trial does not change how long a full one is thought to take', () => {
  const [record] = recordsOf([
    ...history(6, { trees: { seconds: 20 } }),
    ...history(12, { trees: { state: 'raced', score: null, seconds: 4 } }).slice(6),
  ]);
  expect(record?.seconds).toBe(20);
});

test('with a fixed number of trials the blend has no influence and is not noted', () => {
  const request = { plan: { ...plan, weighBy: 'expected' as const }, history: history(30), seed: 1 };
  const suggest = (number: number, blend: VisibleBlend | null) =>
    suggestTrial({ ...request, number, secondsLeft: 1e4, blend });
  for (let number = 30; number < 60; number++) {
    const suggestion = suggest(number, blendOf([1, 1]));
    expect(suggestion).toEqual(suggest(number, null));
    expect(suggestion?.blendRound).toBeNull();
  }
});
