import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawFolds, hashFolds } from '../../src/data/folds.js';

function countsPerFold(fold: Int32Array, folds: number, counted: (row: number) => boolean): number[] {
  const counts = Array.from({ length: folds }, () => 0);
  for (const [row, name] of fold.entries()) if (counted(row)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const spread = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts);

test('classes and fold sizes are spread evenly, whatever the target', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 8, maxLength: 300 }),
      fc.integer({ min: 2, max: 4 }),
      fc.integer({ min: 0, max: 1000 }),
      (classes, folds, seed) => {
        const fold = drawFolds('multiclass', Float64Array.from(classes), folds, seed);
        expect(spread(countsPerFold(fold, folds, () => true))).toBeLessThanOrEqual(1);
        for (const name of new Set(classes)) {
          expect(spread(countsPerFold(fold, folds, (row) => classes[row] === name))).toBeLessThanOrEqual(1);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('regression folds each span the whole range of the target', () => {
  const target = Float64Array.from({ length: 1000 }, (_, row) => (row * 7919) % 1000);
  const fold = drawFolds('regression', target, 5, 3);
  for (let low = 0; low < 1000; low += 50) {
    const bin = countsPerFold(fold, 5, (row) => (target[row] ?? 0) >= low && (target[row] ?? 0) < low + 50);
    expect(bin).toEqual([10, 10, 10, 10, 10]);
  }
});

test('within a quantile the draw is random, not by rank', () => {
  const target = Float64Array.from({ length: 1000 }, (_, row) => row);
  const fold = drawFolds('regression', target, 5, 3);
  const means = Array.from({ length: 20 }, (_, bin) => [...fold.subarray(bin * 50, bin * 50 + 5)].join(''));
  expect(new Set(means).size).toBeGreaterThan(15);
});

test('the seed decides, and the hash follows the folds', () => {
  const target = Float64Array.from({ length: 100 }, (_, row) => row % 2);
  const hash = (seed: number): string => hashFolds(drawFolds('binary', target, 5, seed));
  expect(hash(7)).toBe(hash(7));
  expect(hash(7)).not.toBe(hash(8));
  expect(hash(7)).toMatch(/^[0-9a-f]{64}$/);
});
