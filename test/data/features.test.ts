import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/data/dataset.js';
import { dateFeatures, parseDates } from '../../src/data/date-features.js';
import { textFeatures } from '../../src/data/text-features.js';
import { built, csv, folderOf } from './competition-folder.js';

const rows = 60;

/** A binary competition whose only columns are the given ones; functions get the row, test rows count on. */
function folder(columns: Readonly<Record<string, (at: number) => string>>): Promise<string> {
  const names = Object.keys(columns);
  const cells = (at: number): string => names.map((name) => columns[name]?.(at) ?? '').join(',');
  return folderOf({
    'train.csv': csv(`id,${names.join(',')},y`, rows, (at) => `${at},${cells(at)},${at % 2}`),
    'test.csv': csv(`id,${names.join(',')}`, 10, (at) => `${rows + at},${cells(rows + at)}`),
    'sample_submission.csv': csv('id,y', 10, (at) => `${rows + at},0`),
  });
}

async function columnsOf(columns: Readonly<Record<string, (at: number) => string>>): Promise<{
  train: Map<string, Column>;
  test: Map<string, Column>;
  warnings: readonly string[];
}> {
  const { dataset, warnings } = await built(await folder(columns));
  const named = (list: readonly Column[]): Map<string, Column> =>
    new Map(list.map((each) => [each.name, each]));
  return { train: named(dataset.train.columns), test: named(dataset.test.columns), warnings };
}

describe('roles', () => {
  test('numbers stay numbers, also few whole ones; gaps and infinities are NaN', async () => {
    const gaps = ['1.5', '', 'NA', '?', 'inf', '-2e3', ' 7 ', 'nan', 'None', '0'];
    const { train } = await columnsOf({ n: (at) => gaps[at % 10] ?? '', grade: (at) => `${at % 3}` });
    const n = train.get('n');
    expect(n?.kind === 'numeric' && [...n.values.subarray(0, 10)]).toEqual([
      1.5,
      NaN,
      NaN,
      NaN,
      NaN,
      -2000,
      7,
      NaN,
      NaN,
      0,
    ]);
    expect(train.get('grade')?.kind).toBe('numeric');
  });

  test('a text in test rows alone makes a column categorical in both', async () => {
    const { train, test: held } = await columnsOf({ c: (at) => (at < rows ? `${at % 4}` : 'other') });
    expect([train.get('c')?.kind, held.get('c')?.kind]).toEqual(['categorical', 'categorical']);
  });

  test('categories: sorted dictionary over train and test, -1 where missing', async () => {
    const cells = (at: number): string => (at < rows ? (['b', 'a', '', 'true'][at % 4] ?? '') : 'c');
    const { train, test: held } = await columnsOf({ c: cells });
    const [c, d] = [train.get('c'), held.get('c')];
    expect(c?.kind === 'categorical' && [...c.codes.subarray(0, 4), c.levels]).toEqual([1, 0, -1, 3, 4]);
    expect(d?.kind === 'categorical' && [...new Set(d.codes), d.levels]).toEqual([2, 4]);
  });

  test('constant, empty, copied and identifier columns are left out and named', async () => {
    const { train, warnings } = await columnsOf({
      x: (at) => `${at * at}`,
      copy: (at) => `${at * at}.0`,
      colour: (at) => (at % 3 ? 'red' : 'blue'),
      farbe: (at) => (at % 3 ? 'rot' : 'blau'),
      constant: () => '4',
      void: () => '',
      missing: () => 'NA',
      code: (at) => `K-${at * 7919}`,
      row_id: (at) => `${at + 500}`,
    });
    expect([...train.keys()]).toEqual(['x', 'colour']);
    expect(warnings).toEqual([
      'Left out void and missing: empty in all training rows.',
      'Left out row_id: a number of its own in every row.',
      'Left out code: a different text in nearly every row.',
      'Left out copy: a copy of x.',
      'Left out farbe: a copy of colour.',
      'Left out constant: the same value in all training rows.',
    ]);
  });

  test('texts become counts', async () => {
    const { train, warnings } = await columnsOf({ review: (at) => `This is Review number ${at * 37}` });
    expect([...train.keys()]).toEqual(['review:length', 'review:capitals', 'review:digits']);
    expect(warnings).toEqual(['Of review only length and letter counts are used.']);
  });

  test('dates become parts; constant parts are left out silently', async () => {
    const { train, warnings } = await columnsOf({
      when: (at) => `2024-03-${String(1 + (at % 28)).padStart(2, '0')}`,
    });
    expect([...train.keys()]).toEqual(['when:days', 'when:day', 'when:weekday']);
    expect(warnings).toEqual(['10 of 10 test rows equal a training row.']);
  });

  test('spec.drop leaves a column out', async () => {
    const path = await folder({ a: (at) => `${at}`, b: (at) => `${at % 7}` });
    const { dataset } = await built(path, { drop: ['a'] });
    expect(dataset.train.columns.map(({ name }) => name)).toEqual(['b']);
    expect(dataset.profile).toMatchObject({ numericColumns: 1, categoricalColumns: 0, outputs: 1 });
  });
});

test('an id that is a date gives date features', async () => {
  const stamp = (at: number): string => new Date(Date.UTC(2011, 0, 1, at * 7)).toISOString().slice(0, 19);
  const path = await folderOf({
    'train.csv': csv('datetime,x,y', 200, (at) => `${stamp(at)},${at % 9},${at % 2}`),
    'test.csv': csv('datetime,x', 10, (at) => `${stamp(200 + at)},${at}`),
    'sample_submission.csv': csv('datetime,y', 10, (at) => `${stamp(200 + at)},0`),
  });
  const { dataset } = await built(path);
  const names = dataset.train.columns.map(({ name }) => name);
  expect(names).toContain('datetime:hour');
  expect(names).not.toContain('datetime');
});

describe('parseDates', () => {
  const iso = (texts: readonly string[]): readonly (string | null)[] | undefined =>
    parseDates(texts) &&
    [...(parseDates(texts) ?? [])].map((ms) => (Number.isNaN(ms) ? null : new Date(ms).toISOString()));

  test.each([
    [['2020-02-29'], ['2020-02-29T00:00:00.000Z']],
    [['2020/1/2 03:04'], ['2020-01-02T03:04:00.000Z']],
    [['2020-01-02T03:04:05.678Z'], ['2020-01-02T03:04:05.000Z']],
    [
      ['3/4/2020', '3/25/2020'],
      ['2020-03-04T00:00:00.000Z', '2020-03-25T00:00:00.000Z'],
    ],
    [
      ['3/4/2020', '25/3/2020'],
      ['2020-04-03T00:00:00.000Z', '2020-03-25T00:00:00.000Z'],
    ],
    [['3.4.2020'], ['2020-04-03T00:00:00.000Z']],
  ])('%j', (texts, expected) => {
    expect(iso(texts)).toEqual(expected);
  });

  test.each([[['12', '13']], [['2020-13-01']], [['red', '2020-01-01']], [['1-2', '3-4']]])(
    '%j is no date',
    (texts) => {
      expect(parseDates(texts)).toBeUndefined();
    },
  );

  test('a column that is mostly empty is no date', () => {
    expect(parseDates(['2020-01-01', ...Array<null>(9).fill(null)])).toBeUndefined();
  });

  test('parts', () => {
    const parts = dateFeatures(Float64Array.of(Date.UTC(2011, 0, 1, 12), NaN));
    expect(Object.fromEntries(parts.map(({ suffix, values }) => [suffix, values[0]]))).toEqual({
      days: 14975.5,
      year: 2011,
      month: 1,
      day: 1,
      weekday: 6,
      hour: 12,
    });
    expect(parts.every(({ values }) => Number.isNaN(values[1]))).toBe(true);
  });
});

test('textFeatures counts characters, words, capitals and digits', () => {
  const parts = textFeatures(['Ab 12', '', null]);
  expect(parts.map(({ suffix, values }) => [suffix, ...values])).toEqual([
    ['length', 5, 0, NaN],
    ['words', 2, 0, NaN],
    ['capitals', 0.2, 0, NaN],
    ['digits', 0.4, 0, NaN],
  ]);
});
