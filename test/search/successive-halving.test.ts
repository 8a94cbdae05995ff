import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bracketOf, bracketRungs, hyperbandBrackets } from '../../src/search/hyperband.js';
import {
  goesOn,
  nextJob,
  rungResources,
  type HalvingSettings,
  type LearningCurve,
} from '../../src/search/successive-halving.js';

const settings: HalvingSettings = { least: 1, most: 64, factor: 4 };
const curve = (number: number, ...losses: readonly number[]): LearningCurve => ({
  number,
  reports: losses.map((loss, rung) => ({ resource: 4 ** rung, loss })),
});

test.each([
  [settings, [1, 4, 16, 64]],
  [{ least: 10, most: 100, factor: 3 }, [10, 30, 90, 100]],
  [{ least: 5, most: 5, factor: 3 }, [5]],
  [{ least: 0.1, most: 0.1 * 3 ** 4, factor: 3 }, [0.1, 0.3, 0.9, 2.7, 8.1]],
])('rungs of %j', (given, expected) => {
  const rungs = rungResources(given);
  expect(rungs).toHaveLength(expected.length);
  expected.forEach((resource, i) => {
    expect(rungs[i]).toBeCloseTo(resource, 9);
  });
});

describe('stopping', () => {
  const others = [0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.9].map((loss, n) => curve(n, loss));

  test('goes on before the first rung, whatever its loss', () => {
    const early: LearningCurve = { number: 9, reports: [{ resource: 0.5, loss: 100 }] };
    expect(goesOn(settings, early, others)).toBe(true);
  });

  // eight losses at the rung, of which ⌊8/4⌋ = 2 go on
  test.each([
    [0.29, true],
    [0.35, true],
    [0.4, true],
    [0.41, false],
    [NaN, false],
  ])('of eight at a rung the best two go on: %d → %s', (loss, expected) => {
    expect(goesOn(settings, curve(9, loss), others)).toBe(expected);
  });

  test('with fewer than four at a rung only the best goes on', () => {
    expect(goesOn(settings, curve(9, 0.5), [])).toBe(true);
    expect(goesOn(settings, curve(9, 0.45), others.slice(0, 2))).toBe(false);
    expect(goesOn(settings, curve(9, 0.35), others.slice(0, 2))).toBe(true);
  });

  test('a full trial is not stopped', () => {
    const full = (number: number, loss: number) => curve(number, 0.1, 0.1, 0.1, loss);
    expect(goesOn(settings, full(9, 1), [full(0, 0.1), full(1, 0.1)])).toBe(true);
  });

  test('a report that leaps over rungs counts at each of them', () => {
    const leap: LearningCurve = { number: 9, reports: [{ resource: 20, loss: 0.5 }] };
    expect(goesOn(settings, leap, [curve(0, 0.6, 0.55, 0.4)])).toBe(false);
    expect(goesOn(settings, leap, [curve(0, 0.6, 0.55)])).toBe(true);
  });
});

describe('scheduling', () => {
  const eight = [0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.9, 1].map((loss, n) => curve(n, loss));

  test('promotes the best of a full rung, then the second, then starts new trials', () => {
    expect(nextJob(settings, eight.slice(0, 3), new Map())).toEqual({ trial: null, resource: 1 });
    expect(nextJob(settings, eight, new Map())).toEqual({ trial: 3, resource: 4 });
    expect(nextJob(settings, eight, new Map([[3, 4]]))).toEqual({ trial: 1, resource: 4 });
    const both = new Map([3, 1].map((n) => [n, 4]));
    expect(nextJob(settings, eight, both)).toEqual({ trial: null, resource: 1 });
  });

  test('the highest rung comes first', () => {
    const high = [10, 11, 12, 13].map((n) => curve(n, 0.9, 0.5 + n / 100));
    const promoted = new Map(high.map(({ number }) => [number, 4]));
    expect(nextJob(settings, [...eight, ...high], promoted)).toEqual({ trial: 10, resource: 16 });
  });

  test.each([
    [-Number.MAX_VALUE, -Infinity],
    [Infinity, Number.MAX_VALUE],
    [NaN, Infinity],
  ])('of %d and %d the second goes first', (worse, better) => {
    const four = [NaN, worse, better, NaN].map((loss, n) => curve(n, loss));
    expect(nextJob(settings, four, new Map())).toEqual({ trial: 2, resource: 4 });
  });

  test('what could not be scored is never promoted', () => {
    expect(
      nextJob(
        settings,
        [0, 1, 2, 3].map((n) => curve(n, NaN)),
        new Map(),
      ).trial,
    ).toBeNull();
  });
});

const losses = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 4 });
const curves = fc
  .array(losses, { minLength: 1, maxLength: 40 })
  .map((rows) => rows.map((row, number) => curve(number, ...row)));

test('a decision at a rung depends on losses of that rung alone', () => {
  fc.assert(
    fc.property(curves, fc.double({ min: -5, max: 5, noNaN: true }), (all, loss) => {
      const partial = all.map((each) => ({ ...each, reports: each.reports.slice(0, 1) }));
      const trial = curve(99, loss);
      expect(goesOn(settings, trial, all)).toBe(goesOn(settings, trial, partial));
    }),
  );
});

test('the best of a rung goes on, and at most one in four of the others once all are there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4 }), (rung) => {
      const all = rung.map((loss, number) => curve(number, loss));
      const kept = all.filter((each) => goesOn(settings, each, all));
      expect(kept).toHaveLength(Math.floor(rung.length / 4));
      expect(kept.some(({ reports }) => reports[0]?.loss === Math.min(...rung))).toBe(true);
    }),
  );
});

test('whoever is promoted is at that moment among the best quarter of the rung, and goes up by one rung', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 20, maxLength: 120 }), (draws) => {
      const reached = new Map<number, LearningCurve>();
      const promoted = new Map<number, number>();
      for (const [i, loss] of draws.entries()) {
        const { trial, resource } = nextJob(settings, [...reached.values()], promoted);
        const number = trial ?? 1000 + i;
        const before = reached.get(number)?.reports ?? [];
        const at = [...reached.values()].flatMap(({ reports }) => reports[before.length - 1]?.loss ?? []);
        const own = before.at(-1)?.loss ?? -Infinity;
        expect(resource).toBe(4 ** before.length);
        expect(at.filter((other) => other < own).length).toBeLessThan(Math.max(at.length / 4, 1));
        reached.set(number, { number, reports: [...before, { resource, loss }] });
        promoted.set(number, resource);
      }
    }),
  );
});

describe('hyperband', () => {
  const brackets = hyperbandBrackets({ least: 1, most: 81, factor: 3 });

  test('with 81 resources and factor 3 it makes the brackets of the paper', () => {
    const table = brackets.map((bracket) =>
      bracketRungs(bracket).map((rung) => [rung.trials, rung.resource]),
    );
    expect(table).toEqual([
      [
        [81, 1],
        [27, 3],
        [9, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [34, 3],
        [11, 9],
        [3, 27],
        [1, 81],
      ],
      [
        [15, 9],
        [5, 27],
        [1, 81],
      ],
      [
        [8, 27],
        [2, 81],
      ],
      [[5, 81]],
    ]);
  });

  test('trials fall into brackets in proportion, by seed and number alone', () => {
    const counts = brackets.map(() => 0);
    for (let number = 0; number < 3000; number++) {
      const bracket = bracketOf(brackets, 'seed', number);
      expect(bracketOf(brackets, 'seed', number)).toBe(bracket);
      counts[brackets.indexOf(bracket)]!++;
    }
    const total = brackets.reduce((sum, { trials }) => sum + trials, 0);
    for (const [i, { trials }] of brackets.entries()) {
      const expected = (3000 * trials) / total;
      expect(Math.abs((counts[i] as number) - expected)).toBeLessThan(4 * Math.sqrt(expected));
    }
  });
});
