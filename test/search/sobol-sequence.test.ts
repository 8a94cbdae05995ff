import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scrambledBits, sobolBits, sobolDimensions } from '../../src/search/sobol-sequence.js';

const reference = JSON.parse(readFileSync(new URL('../reference/sobol.json', import.meta.url), 'utf8')) as {
  readonly source: string;
  readonly points: readonly (readonly number[])[];
};
const dimensions = Array.from({ length: sobolDimensions }, (_, d) => d);

test(`points equal those of ${reference.source}`, () => {
  for (const [i, point] of reference.points.entries()) {
    const grayCode = i ^ (i >>> 1);
    expect(dimensions.map((d) => sobolBits(grayCode, d) / 2 ** 32)).toEqual(point);
  }
});

describe('scrambled', () => {
  const coordinates = (count: number, dimension: number, seed: number): number[] =>
    Array.from({ length: count }, (_, i) => scrambledBits(sobolBits(i, dimension), seed) / 2 ** 32);

  test('every 64th of the interval holds one of the first 64 points, in every dimension', () => {
    for (const d of dimensions) {
      const cells = coordinates(64, d, 77 + d).map((x) => Math.floor(64 * x));
      expect(new Set(cells).size).toBe(64);
    }
  });

  test('every elementary interval of the first two dimensions holds one of the first 64 points', () => {
    const [x, y] = [coordinates(64, 0, 5), coordinates(64, 1, 6)];
    for (const across of [1, 2, 4, 8, 16, 32, 64]) {
      const cells = x.map((value, i) => {
        return Math.floor(value * across) * 64 + Math.floor(((y[i] as number) * 64) / across);
      });
      expect(new Set(cells).size).toBe(64);
    }
  });

  test('seeds give unlike sequences, whose first points are uniform', () => {
    const firsts = Array.from(
      { length: 400 },
      (_, seed) => coordinates(1, 0, Math.imul(seed, 2654435761))[0],
    );
    const mean = firsts.reduce<number>((sum, x) => sum + (x as number), 0) / 400;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 400));
    expect(new Set(firsts).size).toBe(400);
  });
});
