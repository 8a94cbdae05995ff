import { expect, test } from 'vitest';
import type { Table } from '../../src/data/dataset.js';
import { fitTreeEncoder, treeEncoderFromJson } from '../../src/features/tree-encoder.js';

function table(full: number[], gaps: number[], codes: number[]): Table {
  return {
    rows: full.length,
    columns: [
      { kind: 'numeric', name: 'full', values: Float64Array.from(full) },
      { kind: 'numeric', name: 'gaps', values: Float64Array.from(gaps) },
      { kind: 'categorical', name: 'kind', codes: Int32Array.from(codes), levels: 9 },
    ],
  };
}

const encoder = fitTreeEncoder(table([1, 5, 3, 4, 2], [1, NaN, 2, 3, 4], [7, 7, 2, 7, 5]));

test('categories are counted from 0 by frequency; rare, unseen and missing ones are NaN', () => {
  const { values } = encoder.encode(table([0, 0, 0, 0], [0, 0, 0, 0], [7, 2, 8, -1]));
  expect(encoder.categorical).toEqual([2]);
  expect([2, 5, 8, 11].map((at) => values[at])).toEqual([0, NaN, NaN, NaN]);
});

test('missing stays missing where the fit had missing values, else it becomes the median', () => {
  const { values } = encoder.encode(table([NaN], [NaN], [7]));
  expect([...values]).toEqual([3, NaN, 0]);
});

test('comes back from JSON, and refuses a table of other columns', () => {
  const given = table([NaN, 2], [NaN, 1], [7, 2]);
  const json = JSON.stringify(encoder.toJson());
  const restored = treeEncoderFromJson(JSON.parse(json) as ReturnType<typeof encoder.toJson>);
  expect(restored.encode(given)).toEqual(encoder.encode(given));
  expect(() => encoder.encode({ rows: 2, columns: given.columns.toReversed() })).toThrow('"full"');
  expect(() => encoder.encode({ rows: 2, columns: [] })).toThrow('fitted on 3 columns, not 0');
});
