import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/data/dataset.js';
import { correlation, givesTargetAway } from '../../src/data/leak-check.js';
import { built, csv, folderOf, smallCompetition } from './competition-folder.js';

test('train-only columns that add up to the target are named as a leak', async () => {
  const casual = (at: number): number => (at * 7) % 11;
  const registered = (at: number): number => (at * 13) % 100;
  const path = await folderOf({
    'train.csv': csv(
      'id,x,casual,registered,cnt',
      300,
      (at) => `${at},${at % 9},${casual(at)},${registered(at)},${casual(at) + registered(at)}`,
    ),
    'test.csv': csv('id,x,extra', 10, (at) => `${900 + at},${at + 0.5},1`),
    'sample_submission.csv': csv('id,cnt', 10, (at) => `${900 + at},0.5`),
  });
  expect((await built(path)).warnings).toEqual([
    'Left out extra: not in train.csv.',
    'Left out casual and registered: not in test.csv. They would give the target away: casual and registered add up to cnt; registered nearly equal it.',
  ]);
});

test('a column that alone predicts the target is warned about and kept', async () => {
  const train = csv('id,x,colour,y', 100, (at) => `${at},${at},${at % 2 ? 'red' : 'blue'},${at % 2}`);
  const { dataset, warnings } = await built(await folderOf(smallCompetition({ 'train.csv': train })));
  expect(dataset.train.columns.map(({ name }) => name)).toEqual(['x', 'colour']);
  expect(warnings).toEqual([
    'colour alone predicts y nearly perfectly. If it is not known when predicting, leave it out with --drop.',
  ]);
});

test('repeated rows and rare classes are counted', async () => {
  const train = csv('id,x,colour,y', 60, (at) => `${at},${at}.25,red,${at < 3 ? 'rare' : at % 2}`);
  const { warnings } = await built(
    await folderOf(
      smallCompetition({
        'train.csv': train,
        'sample_submission.csv': csv('id,y', 10, (at) => `${100 + at},1`),
      }),
    ),
  );
  expect(warnings).toEqual([
    'Left out colour: the same value in all training rows.',
    'Fewer rows than the 5 folds: class rare.',
    '10 of 10 test rows equal a training row.',
  ]);
});

describe('givesTargetAway', () => {
  const rows = 400;
  const target = Float64Array.from({ length: rows }, (_, row) => (row * 37) % 101);
  const numeric = (of: (row: number) => number): Column => ({
    kind: 'numeric',
    name: 'n',
    values: Float64Array.from({ length: rows }, (_, row) => of(row)),
  });

  test('sees a linear copy, also a falling one, and not a noisy one', () => {
    expect(
      givesTargetAway(
        numeric((row) => 5 - 2 * (target[row] ?? 0)),
        target,
        'regression',
      ),
    ).toBe(true);
    expect(
      givesTargetAway(
        numeric((row) => (target[row] ?? 0) + 10 * (row % 3)),
        target,
        'regression',
      ),
    ).toBe(false);
  });

  test('sees groups that each stand for one class, and not keys of single rows', () => {
    const classes = Float64Array.from({ length: rows }, (_, row) => row % 4);
    const group = (row: number): number => (row % 4) * 10 + (Math.floor(row / 4) % 2);
    expect(givesTargetAway(numeric(group), classes, 'multiclass')).toBe(true);
    expect(
      givesTargetAway(
        numeric((row) => row),
        classes,
        'multiclass',
      ),
    ).toBe(false);
    expect(
      givesTargetAway(
        numeric((row) => row % 3),
        classes,
        'multiclass',
      ),
    ).toBe(false);
  });

  test('correlation leaves missing values out', () => {
    const a = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, NaN);
    expect(correlation(a, Float64Array.of(2, 4, 6, 8, 10, 12, 14, 16, 18, -5))).toBeCloseTo(1, 12);
    expect(correlation(Float64Array.of(1, NaN, NaN, 2), Float64Array.of(1, 2, 3, 4))).toBe(0);
  });
});
