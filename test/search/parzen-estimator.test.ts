import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Parameters, SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { recencyWeights } from '../../src/search/good-and-other.js';
import { defaultWidthRule } from '../../src/search/kernel-widths.js';
import { encodedPoints } from '../../src/search/observed-points.js';
import { parameterGroups, type ParameterGroup } from '../../src/search/parameter-groups.js';
import { parzenEstimator } from '../../src/search/parzen-estimator.js';

interface Case {
  readonly name: string;
  readonly space: SearchSpace;
  readonly endpoints: boolean;
  readonly observations: readonly Parameters[];
  readonly queries: readonly Parameters[];
  readonly logDensity: readonly number[];
}

const reference = JSON.parse(readFileSync(new URL('../reference/parzen.json', import.meta.url), 'utf8')) as {
  readonly source: string;
  readonly parzen: readonly Case[];
};

const groupOf = (space: SearchSpace): ParameterGroup => parameterGroups(space)[0] as ParameterGroup;

function encoded(space: SearchSpace, rows: readonly Parameters[]): Float64Array {
  const history = rows.map((parameters, number) => ({
    number,
    parameters,
    state: 'running' as const,
    loss: null,
  }));
  return encodedPoints(groupOf(space), history).points;
}

describe(`log densities equal ${reference.source}`, () => {
  test.each(reference.parzen)('$name', ({ space, endpoints, observations, queries, logDensity }) => {
    const estimator = parzenEstimator(
      groupOf(space).dimensions,
      encoded(space, observations),
      recencyWeights(observations.length),
      { endpoints, minimum: (kernels) => 1 / Math.min(100, 1 + kernels) },
    );
    const ours = estimator.logDensity(encoded(space, queries), queries.length);
    for (const [i, expected] of logDensity.entries()) expect(ours[i]).toBeCloseTo(expected, 7);
  });
});

const spaces: Readonly<Record<string, SearchSpace>> = {
  continuous: { x: { kind: 'float', low: 0, high: 1 } },
  grid: { x: { kind: 'int', low: 1, high: 12 } },
  choice: { x: { kind: 'categorical', choices: ['a', 'b', 'c'] } },
};

describe.each(Object.entries(spaces))('%s', (kind, space) => {
  const random = seededRandom('parzen', kind);
  const dimensions = groupOf(space).dimensions;
  const dimension = dimensions[0];
  if (dimension === undefined) throw new Error('no dimension');
  const middle = (u: number): number => dimension.encode(dimension.decode(u));
  const points = Float64Array.from({ length: 6 }, () => middle(random.next()));
  const estimator = parzenEstimator(dimensions, points, recencyWeights(6), defaultWidthRule);
  const values =
    dimension.size === Infinity
      ? Float64Array.from({ length: 2000 }, (_, i) => (i + 0.5) / 2000)
      : Float64Array.from({ length: dimension.size }, (_, i) => middle((i + 0.5) / dimension.size));
  const share = dimension.size === Infinity ? 1 / 2000 : 1;
  const densities = estimator.logDensity(values, values.length).map((log) => Math.exp(log) * share);

  test('the density sums to 1', () => {
    expect(densities.reduce((sum, density) => sum + density, 0)).toBeCloseTo(1, 5);
  });

  test('samples follow the density', () => {
    const draws = 20_000;
    const mean = values.reduce((sum, value, i) => sum + value * (densities[i] as number), 0);
    let sum = 0;
    for (let i = 0; i < draws; i++) sum += estimator.sample(random)[0] as number;
    expect(Math.abs(sum / draws - mean)).toBeLessThan(4 * Math.sqrt(0.25 / draws));
  });
});

test('without points the density is the prior alone, and samples spread over the whole range', () => {
  const { dimensions } = groupOf(spaces['continuous'] as SearchSpace);
  const none = new Float64Array(0);
  const estimator = parzenEstimator(dimensions, none, none, defaultWidthRule);
  const random = seededRandom('prior');
  const draws = Array.from({ length: 500 }, () => estimator.sample(random)[0] as number);
  expect(Math.min(...draws)).toBeLessThan(0.02);
  expect(Math.max(...draws)).toBeGreaterThan(0.98);
  const [edge = NaN, centre = NaN] = estimator.logDensity(Float64Array.of(0, 0.5), 2);
  expect(centre - edge).toBeCloseTo(0.125, 10);
});
