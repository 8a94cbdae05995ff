import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CompetitionSpec } from '../../src/domain/competition.js';
import { built, csv, folderOf, opened, problemsOf, smallCompetition } from './competition-folder.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

async function refused(replaced: Files, spec: Partial<CompetitionSpec> = {}): Promise<readonly object[]> {
  return problemsOf(built(await folderOf(smallCompetition(replaced)), spec));
}

test('the small competition itself is sound', async () => {
  const { dataset, warnings } = await built(await folderOf(smallCompetition()));
  expect(dataset.train.columns.map(({ name }) => name)).toEqual(['x', 'colour']);
  expect(warnings).toEqual([]);
});

describe('files', () => {
  test('missing folder', async () => {
    const path = join(await folderOf({}), 'nowhere');
    expect(await problemsOf(opened(path))).toMatchObject([
      {
        what: `The folder ${path} cannot be read`,
        where: 'field path',
        why: 'ENOENT: no such file or directory',
      },
    ]);
  });

  test('a file in place of the folder', async () => {
    const path = join(await folderOf({ 'train.csv': 'a\n1\n' }), 'train.csv');
    expect(await problemsOf(opened(path))).toMatchObject([{ what: `${path} is a file, not a folder` }]);
  });

  test('missing files are all named, with what is there', async () => {
    const folder = await folderOf({ 'train.csv': 'a\n1\n', 'tset.csv': '' });
    expect(await problemsOf(opened(folder))).toMatchObject([
      { what: 'test.csv is missing', why: 'the folder holds tset.csv, train.csv' },
      {
        what: 'sample_submission.csv is missing',
        mend: expect.stringMatching(/sample_submission\.parquet/) as string,
      },
    ]);
  });

  test('two training files', async () => {
    expect(await refused({ 'train.parquet': '' })).toMatchObject([
      { what: 'train.csv and train.parquet are both there' },
    ]);
  });

  test('empty file and header only', async () => {
    expect(await refused({ 'train.csv': '' })).toMatchObject([{ what: 'train.csv is empty' }]);
    expect(await refused({ 'test.csv': 'id,x,colour\n' })).toMatchObject([
      { what: 'test.csv has no rows', why: 'it has a header of 3 columns and nothing below' },
    ]);
  });

  test('torn rows, with line numbers', async () => {
    const rows = csv('id,x,colour,y', 40, (at) =>
      at === 15 ? '15,3' : at === 20 ? '1,2,3,4,5' : `${at},1,red,0`,
    );
    expect(await refused({ 'train.csv': rows })).toMatchObject([
      {
        what: 'train.csv has a torn row',
        where: 'train.csv, line 17',
        why: 'it has 2 fields, the header has 4',
      },
      { where: 'train.csv, line 22', why: 'it has 5 fields, the header has 4' },
    ]);
  });

  test('many torn rows are counted', async () => {
    const rows = csv('id,x,colour,y', 40, (at) => (at < 10 ? `${at}` : `${at},1,red,0`));
    const problems = await refused({ 'train.csv': rows });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatchObject({ what: 'train.csv has 10 torn rows', where: 'train.csv, line 2' });
  });

  test('an open quote', async () => {
    expect(await refused({ 'test.csv': 'id,x,colour\n100,1,"red\n' })).toMatchObject([
      {
        what: 'test.csv has a torn row',
        where: 'test.csv, line 2',
        why: expect.stringMatching(/quote/) as string,
      },
    ]);
  });

  test('wrong encoding', async () => {
    const latin = Buffer.from('id,x,colour,y\n1,2,caf\xe9,0\n', 'latin1');
    expect(await refused({ 'train.csv': latin })).toMatchObject([
      { where: 'train.csv, line 2', why: 'it is not UTF-8' },
    ]);
    const wide = Buffer.from('\ufeffid,x,colour,y\n1,2,red,0\n', 'utf16le');
    expect(await refused({ 'train.csv': wide })).toMatchObject([
      { what: 'train.csv is not a UTF-8 text file', why: 'it is UTF-16' },
    ]);
  });

  test('repeated column name', async () => {
    expect(await refused({ 'train.csv': 'id,x,x,y\n1,2,3,0\n' })).toMatchObject([
      { what: 'train.csv has two columns "x"', where: 'train.csv, line 1' },
    ]);
  });
});

describe('columns', () => {
  test('target named but absent: the nearest name is suggested', async () => {
    const train = csv('id,x,colour,SalePrice', 40, (at) => `${at},1,red,${at * 1000}`);
    expect(await refused({ 'train.csv': train }, { target: 'SalesPrice' })).toEqual([
      {
        what: 'Column "SalesPrice" is not in train.csv',
        where: 'field target (--target)',
        why: 'it has 4 columns; the nearest name is "SalePrice"',
        mend: 'name it yourself: --target SalePrice',
      },
    ]);
  });

  test('the place of a wrong target in podium.yaml is its line', async () => {
    expect(await refused({ 'podium.yaml': 'seed: 1\ntarget: z\n' })).toMatchObject([
      { what: 'Column "z" is not in train.csv', where: 'podium.yaml, line 2' },
    ]);
  });

  test('no column that could be the target', async () => {
    expect(await refused({ 'train.csv': csv('id,x,colour', 40, (at) => `${at},1,red`) })).toMatchObject([
      { what: 'Column "y" is not in train.csv', where: 'sample_submission.csv, line 1' },
    ]);
  });

  test('unknown id and drop', async () => {
    expect(await refused({}, { id: 'ID2', drop: ['color'] })).toMatchObject([
      { what: 'Column "ID2" is not in sample_submission.csv' },
      {
        what: 'Column "color" is not in train.csv',
        why: 'it has 4 columns; the nearest name is "colour"',
      },
    ]);
  });

  test('nothing left to learn from', async () => {
    expect(await refused({}, { drop: ['x', 'colour'] })).toMatchObject([
      { what: 'No column is left to learn from' },
    ]);
  });
});

describe('target', () => {
  const withTarget = (target: (at: number) => string): Files => ({
    'train.csv': csv('id,x,colour,y', 40, (at) => `${at},${at},red,${target(at)}`),
  });

  test('all missing', async () => {
    expect(await refused(withTarget(() => 'NA'))).toMatchObject([
      { what: 'Column "y" cannot be the target', why: 'it has no value in any row' },
    ]);
  });

  test('one class only', async () => {
    expect(await refused(withTarget(() => '1'))).toMatchObject([
      { why: 'every row has the same value, "1"' },
    ]);
  });

  test('a text among numbers of a regression', async () => {
    expect(
      await refused(
        withTarget((at) => (at === 7 ? 'x' : String(at))),
        { task: 'regression' },
      ),
    ).toMatchObject([{ why: 'row 8 holds "x", which is not a number' }]);
  });

  test('a text of its own in every row', async () => {
    expect(await refused(withTarget((at) => `name ${at}`))).toMatchObject([
      { why: 'it has 40 different texts in 40 rows' },
    ]);
  });

  test('too few rows for the folds', async () => {
    const train = csv('id,x,colour,y', 9, (at) => `${at},${at},red,${at % 2}`);
    expect(await refused({ 'train.csv': train })).toMatchObject([
      { what: 'train.csv has too few rows for 5 folds', mend: '--folds 4' },
    ]);
  });
});

describe('metric, families, output', () => {
  test('unknown metric', async () => {
    expect(await refused({}, { metric: 'acuracy' })).toMatchObject([
      {
        what: 'Metric "acuracy" is unknown',
        where: 'field metric (--metric)',
        why: 'there is no metric of that name; did you mean "accuracy"?',
        mend: expect.stringMatching(/use one of accuracy, log-loss/) as string,
      },
    ]);
  });

  test('metric of another task', async () => {
    expect(await refused({}, { metric: 'rmse', task: 'binary' })).toMatchObject([
      { what: 'Metric "rmse" does not fit the task binary', why: 'it scores regression; the target is "y"' },
    ]);
  });

  const withValues = (value: (at: number) => string): Files => ({
    'train.csv': csv('id,x,colour,y', 40, (at) => `${at},1,red,${value(at)}`),
  });

  test.each([
    ['0/1 labels', (at: number) => `${at % 2}`, 'rmsle', 'binary', 'regression'],
    ['two texts', (at: number) => (at % 2 ? 'yes' : 'no'), 'rmse', 'binary', 'regression'],
    ['three texts', (at: number) => 'abc'[at % 3] ?? '', 'mae', 'multiclass', 'regression'],
    ['prices', (at: number) => `${at % 15}.25`, 'accuracy', 'regression', 'multiclass'],
  ])('a metric of another task than %s show is refused, and the task is not bent', async (...row) => {
    const [, value, metric, task, wayOut] = row;
    expect(await refused(withValues(value), { metric })).toMatchObject([
      {
        what: `Metric "${metric}" does not fit the task ${task}`,
        mend: expect.stringMatching(
          `^use one of .*; or name the task too: --task ${wayOut} --metric ${metric}$`,
        ) as string,
      },
    ]);
  });

  test('the task named too, a metric of regression scores 0 and 1 as numbers', async () => {
    const { dataset } = await built(await folderOf(smallCompetition()), {
      metric: 'rmsle',
      task: 'regression',
    });
    expect(dataset.task).toBe('regression');
  });

  test('rmsle with a negative target names the row', async () => {
    const train = csv('id,x,colour,y', 40, (at) => `${at},1,red,${at === 5 ? -2.5 : at + 0.5}`);
    expect(await refused({ 'train.csv': train }, { metric: 'rmsle' })).toMatchObject([
      { where: 'train.csv, row 6', why: 'the value there is -2.5; the smallest allowed is 0' },
    ]);
  });

  test('unknown family, and none that fits', async () => {
    expect(await refused({}, { families: ['lightgmb'] })).toMatchObject([
      {
        what: 'Model family "lightgmb" is unknown',
        why: expect.stringMatching(/did you mean "lightgbm"/) as string,
      },
    ]);
    expect(await refused({}, { families: ['two-class-only'], task: 'regression' })).toMatchObject([
      { what: 'No chosen model family can do the task regression' },
    ]);
  });

  test('output that does not fit', async () => {
    expect(await refused({}, { output: 'class-probabilities' })).toMatchObject([
      { what: 'Output "class-probabilities" does not fit' },
    ]);
  });
});

describe('ids', () => {
  test('ids that differ, with count and examples', async () => {
    const sample = csv('id,y', 10, (at) => `${105 + at},0`);
    expect(await refused({ 'sample_submission.csv': sample })).toMatchObject([
      {
        what: '5 ids of sample_submission.csv are not in test.csv',
        why: 'the first are "110", "111", "112"',
      },
      {
        what: '5 ids of test.csv are not in sample_submission.csv',
        why: 'the first are "100", "101", "102"',
      },
    ]);
  });

  test('repeated and empty ids', async () => {
    const twice = csv('id,y', 10, (at) => `${at < 2 ? 100 : 100 + at},0`);
    expect(await refused({ 'sample_submission.csv': twice })).toMatchObject([
      { what: '1 id stands more than once', why: 'the first are "100"' },
    ]);
    const empty = csv('id,y', 10, (at) => `${at === 3 ? '' : 100 + at},0`);
    expect(await refused({ 'sample_submission.csv': empty })).toMatchObject([
      { what: 'An id is empty', why: 'row 4 has none' },
    ]);
  });

  test('rows that cannot be matched by order', async () => {
    const sample = csv('number,y', 9, (at) => `${at},0`);
    expect(await refused({ 'sample_submission.csv': sample })).toMatchObject([
      { what: 'sample_submission.csv and test.csv have different numbers of rows' },
    ]);
  });
});
