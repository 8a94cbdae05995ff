import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mannWhitney } from '../../bench/search/mann-whitney.js';

interface Reference {
  readonly source: string;
  readonly cases: Readonly<
    Record<
      string,
      {
        readonly a: readonly number[];
        readonly b: readonly number[];
        readonly less: number;
        readonly twoSided: number;
      }
    >
  >;
}

const { source, cases } = JSON.parse(
  readFileSync(new URL('../reference/mann-whitney.json', import.meta.url), 'utf8'),
) as Reference;

describe(`p of Mann and Whitney is that of ${source}`, () => {
  test.each(Object.entries(cases))('%s', (_, { a, b, less, twoSided }) => {
    expect(mannWhitney(a, b, 'less')).toBeCloseTo(less, 12);
    expect(mannWhitney(a, b, 'two-sided')).toBeCloseTo(twoSided, 12);
    expect(mannWhitney(b, a, 'two-sided')).toBeCloseTo(twoSided, 12);
  });
});

test('samples that are all one value do not differ', () => {
  expect(mannWhitney([2, 2], [2, 2, 2], 'less')).toBe(1);
  expect(mannWhitney([2, 2], [2, 2, 2], 'two-sided')).toBe(1);
});
