import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/search/normal-distribution.js';

interface Reference {
  readonly x: readonly number[];
  readonly cdf: readonly number[];
  readonly p: readonly number[];
  readonly quantile: readonly number[];
}

const { normal } = JSON.parse(readFileSync(new URL('../reference/parzen.json', import.meta.url), 'utf8')) as {
  readonly normal: Reference;
};

test('the distribution function equals that of scipy', () => {
  for (const [i, x] of normal.x.entries()) {
    const expected = normal.cdf[i] as number;
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThanOrEqual(1e-7 * expected);
  }
});

test('the quantile equals that of scipy', () => {
  for (const [i, p] of normal.p.entries()) {
    const expected = normal.quantile[i] as number;
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(
      2e-9 * Math.max(1, Math.abs(expected)),
    );
  }
});

test('the quantile stays finite at 0 and 1', () => {
  expect(normalQuantile(0)).toBeLessThan(-30);
  expect(Number.isFinite(normalQuantile(0))).toBe(true);
  expect(Number.isFinite(normalQuantile(1))).toBe(true);
});
