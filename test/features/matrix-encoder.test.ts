import { describe, expect, test } from 'vitest';
import type { Column, Table } from '../../src/data/dataset.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { fitMatrixEncoder, matrixEncoderFromJson, type Matrix } from '../../src/features/matrix-encoder.js';

function numeric(name: string, ...values: number[]): Column {
  return { kind: 'numeric', name, values: Float64Array.from(values) };
}

function categorical(name: string, levels: number, ...codes: number[]): Column {
  return { kind: 'categorical', name, codes: Int32Array.from(codes), levels };
}

function table(...columns: Column[]): Table {
  const [first] = columns;
  return { rows: first?.kind === 'numeric' ? first.values.length : (first?.codes.length ?? 0), columns };
}

function column({ values, columns, rows, names }: Matrix, name: string): number[] {
  const at = names.indexOf(name);
  expect(at, `${name} in ${names.join(', ')}`).toBeGreaterThanOrEqual(0);
  return Array.from({ length: rows }, (_, row) => values[row * columns + at]!);
}

describe('numeric columns', () => {
  test('have mean 0 and deviation 1 on the rows of the fit, and its scale on others', () => {
    const encoder = fitMatrixEncoder(table(numeric('a', 2, 4, 6, 8)));
    const deviation = Math.sqrt(5);
    const expected = [-3, -1, 1, 3].map((x) => x / deviation);
    column(encoder.encode(table(numeric('a', 2, 4, 6, 8))), 'a').forEach((x, i) =>
      expect(x).toBeCloseTo(expected[i]!, 12),
    );
    expect(column(encoder.encode(table(numeric('a', 5))), 'a')).toEqual([0]);
  });

  test('take the median for missing values, with an indicator where the fit had some', () => {
    const encoder = fitMatrixEncoder(table(numeric('gaps', 1, NaN, 3, 100), numeric('full', 1, 2, 3, 4)));
    expect(encoder.names).toEqual(['gaps', 'gaps?', 'full']);
    const matrix = encoder.encode(table(numeric('gaps', NaN, 3), numeric('full', NaN, 3)));
    expect(column(matrix, 'gaps?')).toEqual([1, 0]);
    expect(column(matrix, 'gaps')[0]).toBe(column(matrix, 'gaps')[1]);
    expect(column(matrix, 'full')[0]).toBe(column(matrix, 'full')[1]);
  });

  test('stay within 3 deviations of the range that was seen', () => {
    const encoder = fitMatrixEncoder(table(numeric('a', -1, 1)));
    const far = encoder.encode(table(numeric('a', 1e300, -1e300, 2)));
    expect(column(far, 'a')).toEqual([4, -4, 2]);
  });

  test("become normal where they are skewed, if 'quantile-normal' asks for it", () => {
    const random = seededRandom('skewed');
    const normal = Array.from({ length: 4000 }, () => random.normal());
    const given = table(numeric('skewed', ...normal.map(Math.exp)), numeric('even', ...normal));
    const matrix = fitMatrixEncoder(given, { numeric: 'quantile-normal' }).encode(given);
    const even = column(matrix, 'even');
    const central = column(matrix, 'skewed').map((x, row) => (Math.abs(even[row]!) < 2 ? x - even[row]! : 0));
    expect(Math.max(...central.map(Math.abs))).toBeLessThan(0.1);
    expect(Math.max(...column(fitMatrixEncoder(given).encode(given), 'skewed'))).toBeGreaterThan(6);
  });
});

describe('categorical columns', () => {
  test('have an indicator for levels seen twice, one for the rest, one for missing', () => {
    const encoder = fitMatrixEncoder(table(categorical('c', 6, 0, 0, 2, 2, 2, 4, -1)));
    expect(encoder.names).toEqual(['c=2', 'c=0', 'c=other', 'c?']);
    expect([...encoder.encode(table(categorical('c', 6, 2, 0, 4, 5, -1))).values]).toEqual([
      ...[1, 0, 0, 0],
      ...[0, 1, 0, 0],
      ...[0, 0, 1, 0],
      ...[0, 0, 1, 0],
      ...[0, 0, 0, 1],
    ]);
  });

  test('of two levels need one indicator', () => {
    const encoder = fitMatrixEncoder(table(categorical('c', 3, 0, 0, 1, 1, 1)));
    expect(encoder.names).toEqual(['c=1']);
    expect([...encoder.encode(table(categorical('c', 3, 0, 1, 2, -1))).values]).toEqual([0, 1, 0, 0]);
  });

  test('of many levels keep the most frequent ones and the frequency of all', () => {
    const codes = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3];
    const encoder = fitMatrixEncoder(table(categorical('c', 9, ...codes)), { maxLevels: 2 });
    expect(encoder.names).toEqual(['c=0', 'c=1', 'c=other', 'c#']);
    const frequency = column(encoder.encode(table(categorical('c', 9, 0, 1, 2, 3, 8, -1))), 'c#');
    expect(frequency[4]).toBe(frequency[5]);
    expect(frequency.slice(0, 5)).toEqual(frequency.slice(0, 5).toSorted((a, b) => b - a));
    expect(new Set(frequency).size).toBe(5);
  });
});

test('drops what is constant; where nothing varies a column of zeros stands in', () => {
  const given = table(numeric('n', 3, 3), categorical('c', 2, 1, 1), numeric('none', NaN, NaN));
  const encoder = fitMatrixEncoder(given);
  expect(encoder.columns).toBe(1);
  expect([...encoder.encode(given).values]).toEqual([0, 0]);
});

test('comes back from JSON with the same results', () => {
  const given = table(
    numeric('n', 1, 2, 1e6, NaN, 2, 3),
    categorical('c', 4, 0, 0, 1, 1, -1, 3),
    categorical('d', 9, 0, 1, 2, 3, 4, 4),
  );
  const encoder = fitMatrixEncoder(given, { numeric: 'quantile-normal', maxLevels: 2 });
  const json = JSON.stringify(encoder.toJson());
  const restored = matrixEncoderFromJson(JSON.parse(json) as ReturnType<typeof encoder.toJson>);
  expect(restored.encode(given)).toEqual(encoder.encode(given));
});

test('refuses a table of other columns', () => {
  const encoder = fitMatrixEncoder(table(numeric('a', 1, 2)));
  expect(() => encoder.encode(table(numeric('b', 1)))).toThrow('"b"');
  expect(() => encoder.encode(table(categorical('a', 2, 1)))).toThrow('categorical "a"');
  expect(() => encoder.encode(table(numeric('a', 1), numeric('b', 1)))).toThrow('fitted on 1 columns, not 2');
});
