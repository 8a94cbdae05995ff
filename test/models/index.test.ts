import { expect, test } from 'vitest';
import { families, findFamily } from '../../src/models/index.js';

test('ids are unique, kebab-case and found', () => {
  const ids = families.map((family) => family.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(findFamily(id)?.id).toBe(id);
  }
  expect(findFamily('nothing')).toBeUndefined();
});

test('asking for spaces loads neither LightGBM nor TensorFlow', () => {
  const profile = {
    task: 'binary',
    rows: 100,
    testRows: 10,
    numericColumns: 3,
    categoricalColumns: 1,
    outputs: 1,
  } as const;
  for (const family of families) expect(family.portfolio(profile).length).toBeGreaterThan(0);
  const { sharedObjects } = process.report.getReport() as { sharedObjects: readonly string[] };
  expect(sharedObjects.length).toBeGreaterThan(0);
  expect(sharedObjects.filter((file) => /lightgbm|tensorflow/.test(file))).toEqual([]);
});
