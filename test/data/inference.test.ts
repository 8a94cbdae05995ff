import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { spelledAsSample, sortedClasses, matchClassColumns } from '../../src/data/class-labels.js';
import { checkCompetition } from '../../src/data/check-competition.js';
import { inferTask } from '../../src/data/infer-task.js';
import { withDuckDb } from '../../src/data/duckdb.js';
import { built, csv, folderOf, lookups, opened, smallCompetition } from './competition-folder.js';

interface Shape {
  /** Target of training row `at`. */
  readonly target: (at: number) => string;
  /** Prediction cell of sample row `at`. */
  readonly sample: (at: number) => string;
  readonly rows?: number;
  readonly header?: string;
}

function folder({ target, sample, rows = 200, header = 'id,y' }: Shape): Promise<string> {
  return folderOf({
    'train.csv': csv('id,x,y', rows, (at) => `${at},${at},${target(at)}`),
    'test.csv': csv('id,x', 10, (at) => `${1000 + at},${at}`),
    'sample_submission.csv': csv(header, 10, (at) => `${1000 + at},${sample(at)}`),
  });
}

describe('task, output and metric', () => {
  test.each([
    ['0/1 labels', (at: number) => `${at % 2}`, '0', 'binary labels accuracy 0,1'],
    ['0/1 and a fraction', (at: number) => `${at % 2}`, '0.5', 'binary probability roc-auc 0,1'],
    ['yes/no', (at: number) => (at % 2 ? 'yes' : 'no'), 'no', 'binary labels accuracy no,yes'],
    [
      'yes/no and a fraction',
      (at: number) => (at % 2 ? 'yes' : 'no'),
      '0.5',
      'binary probability roc-auc no,yes',
    ],
    ['True/False', (at: number) => (at % 2 ? 'True' : 'False'), 'False', 'binary labels accuracy False,True'],
    ['labels 9 and 10', (at: number) => `${9 + (at % 2)}`, '9', 'binary labels accuracy 9,10'],
    ['three texts', (at: number) => 'abc'[at % 3] ?? '', 'a', 'multiclass labels accuracy a,b,c'],
    [
      'ten whole numbers',
      (at: number) => `${at % 10}`,
      '0',
      'multiclass labels accuracy 0,1,2,3,4,5,6,7,8,9',
    ],
    ['ten whole numbers, mean in the sample', (at: number) => `${at % 10}`, '4.5', 'regression values rmse '],
    ['counts, 0 in the sample', (at: number) => `${1 + at * 3}`, '0', 'regression values rmse '],
    ['fractions', (at: number) => `${at % 5}.5`, '0', 'regression values rmse '],
    ['0/1 with a sample out of range', (at: number) => `${1 + (at % 2)}`, '1.5', 'regression values rmse '],
  ])('%s', async (_, target, sample, expected) => {
    const { inferred, metric } = await opened(await folder({ target, sample: () => sample }));
    expect(`${inferred.task} ${inferred.output} ${metric.id} ${inferred.classes.join(',')}`).toBe(expected);
  });

  test('one column a class, by prefix and in the order of the sample', async () => {
    const { inferred, form, metric, targetName } = await opened(
      await folder({
        target: (at) => `${1 + (at % 3)}`,
        sample: () => '0.3,0.3,0.4',
        header: 'id,Class_3,Class_1,Class_2',
      }),
    );
    expect([inferred.task, inferred.output, metric.id, targetName]).toEqual([
      'multiclass',
      'class-probabilities',
      'log-loss',
      'y',
    ]);
    expect(form.columnClass).toEqual([2, 0, 1]);
  });

  test('among several columns of train alone, the one with the classes is the target', async () => {
    const path = await folderOf({
      'train.csv': csv('id,note,x,kind', 40, (at) => `${at},${at % 7},${at},${at % 2 ? 'cat' : 'dog'}`),
      'test.csv': csv('id,x', 5, (at) => `${at},${at}`),
      'sample_submission.csv': csv('id,dog,cat', 5, (at) => `${at},0.5,0.5`),
    });
    const { targetName, inferred, form } = await opened(path);
    expect([targetName, inferred.task, form.columnClass]).toEqual(['kind', 'binary', [1, 0]]);
  });

  test('an explicit metric decides: probabilities, regression, classes', async () => {
    const labels = await folder({ target: (at) => (at % 2 ? 'yes' : 'no'), sample: () => 'no' });
    expect((await opened(labels, { metric: 'auc' })).inferred.output).toBe('probability');
    const digits = await folder({ target: (at) => `${at % 10}`, sample: () => '0' });
    expect((await opened(digits, { metric: 'mae' })).inferred.task).toBe('regression');
    const mean = await folder({ target: (at) => `${at % 10}`, sample: () => '4.5' });
    expect((await opened(mean, { metric: 'accuracy' })).inferred.task).toBe('multiclass');
  });

  test('labels under a metric of probabilities are warned about', async () => {
    const path = await folder({ target: (at) => 'abc'[at % 3] ?? '', sample: () => 'a' });
    expect((await opened(path, { metric: 'log-loss' })).warnings).toEqual([
      'The metric log-loss scores probabilities, but the submission holds labels.',
    ]);
  });

  test('a target of very many different numbers is judged at once', () => {
    const texts = Array.from({ length: 300_000 }, (_, row) => String(row * 7));
    const evidence = {
      trainFile: '',
      sampleFile: '',
      target: 'y',
      predictionColumns: ['y'],
      metric: undefined,
    };
    const { task } = inferTask({ ...evidence, texts, sampleTexts: texts.slice(1000), spec: {} });
    expect(task).toBe('regression');
  });

  test('task and output of the spec win', async () => {
    const path = await folder({ target: (at) => `${at % 2}`, sample: () => '0' });
    expect((await opened(path, { task: 'regression' })).inferred.output).toBe('values');
    expect((await opened(path, { output: 'probability' })).inferred.output).toBe('probability');
    expect((await opened(path, { task: 'multiclass' })).inferred.task).toBe('multiclass');
  });
});

describe('id and rows', () => {
  test('ids keep their exact text and are matched, not ordered', async () => {
    const ids = ['007', '7', ' 7', 'a,b', '1.0'];
    const quote = (id: string): string => `"${id}"`;
    const { form } = await opened(
      await folderOf(
        smallCompetition({
          'test.csv': csv('id,x,colour', 5, (at) => `${quote(ids[at] ?? '')},${at},red`),
          'sample_submission.csv': csv('id,y', 5, (at) => `${quote(ids[4 - at] ?? '')},0`),
        }),
      ),
    );
    expect(form.ids).toEqual([...ids].reverse());
    expect([...form.testRow]).toEqual([4, 3, 2, 1, 0]);
  });

  test('an id that only the sample has is matched by order, a target found despite its case', async () => {
    const path = await folderOf({
      'train.csv': csv('label,x', 40, (at) => `${at % 2},${at}`),
      'test.csv': csv('x', 3, (at) => `${at}`),
      'sample_submission.csv': csv('ImageId,Label', 3, (at) => `${at + 1},0`),
    });
    const { form, targetName, warnings } = await opened(path);
    expect([form.ids, form.header, targetName]).toEqual([['1', '2', '3'], ['ImageId', 'Label'], 'label']);
    expect(warnings).toEqual([
      'test.csv has no column "ImageId": its rows are taken in the order of sample_submission.csv.',
    ]);
  });

  test('rows without a target are left out with a warning', async () => {
    const path = await folder({ target: (at) => (at < 3 ? '' : `${at % 2}`), sample: () => '0' });
    const { labelledRows, warnings } = await opened(path);
    expect([labelledRows.length, labelledRows[0]]).toEqual([197, 3]);
    expect(warnings).toEqual(['3 of 200 training rows have no target and are left out.']);
  });

  test.each(['sampleSubmission.csv', 'gender_submission.csv', 'my_sample_submission_v2.csv'])(
    'takes %s for the sample',
    async (name) => {
      const { 'sample_submission.csv': sample = '', ...rest } = smallCompetition();
      expect((await opened(await folderOf({ ...rest, [name]: sample }))).id).toBe('id');
    },
  );

  test('parquet files read as their csv twins do', async () => {
    const folder = await folderOf(smallCompetition());
    const twin = await folderOf({});
    await withDuckDb(async (db) => {
      for (const name of ['train', 'test', 'sample_submission']) {
        const source = `SELECT * FROM read_csv('${folder}/${name}.csv')`;
        await db.run(`COPY (${source}) TO '${twin}/${name}.parquet' (FORMAT parquet)`);
      }
    });
    const [fromCsv, fromParquet] = [await built(folder), await built(twin)];
    expect(fromParquet).toEqual(fromCsv);
    expect((await opened(twin)).form).toEqual((await opened(folder)).form);
  });

  test('a folder may be named like a file pattern', async () => {
    const folder = join(await folderOf({}), 'data [1] *?');
    await mkdir(folder);
    for (const [name, content] of Object.entries(smallCompetition()))
      await writeFile(join(folder, name), content);
    expect((await opened(folder)).train.rows).toBe(40);
  });

  test('reads semicolons, a byte order mark, quotes and Windows line ends', async () => {
    const train = csv('id;"x";colour;y', 40, (at) => `${at};${at};"re;d ""${at % 4}""";${at % 2}`);
    const path = await folderOf(smallCompetition({ 'train.csv': '\ufeff' + train.replaceAll('\n', '\r\n') }));
    expect((await opened(path)).train).toMatchObject({ names: ['id', 'x', 'colour', 'y'], rows: 40 });
  });
});

describe('class labels', () => {
  test('are sorted by number where all are numbers', () => {
    expect(sortedClasses(['10', '9', '2'])).toEqual(['2', '9', '10']);
    expect(sortedClasses(['b', 'a', '10'])).toEqual(['10', 'a', 'b']);
  });

  test('are spelled as the sample spells them', () => {
    expect(spelledAsSample(['0.0', '1.0'], ['0', '0'])).toEqual(['0', '1']);
    expect(spelledAsSample(['0', '1'], ['0.0'])).toEqual(['0.0', '1.0']);
    expect(spelledAsSample(['no', 'yes'], ['0'])).toEqual(['no', 'yes']);
  });

  test('match columns one to one or not at all', () => {
    expect(matchClassColumns(['p_b_x', 'p_a_x'], ['a', 'b'])).toEqual([1, 0]);
    expect(matchClassColumns(['Status_CL', 'Status_C', 'Status_D'], ['C', 'CL', 'D'])).toEqual([1, 0, 2]);
    expect(matchClassColumns(['c1', 'c2'], ['1.0', '2.0'])).toEqual([0, 1]);
    expect(matchClassColumns(['a', 'c'], ['a', 'b'])).toBeUndefined();
  });
});

test('the quick check says what a run would do', async () => {
  const path = await folderOf(smallCompetition());
  expect(await checkCompetition({ spec: { path }, place: (field) => field }, lookups)).toEqual({
    id: 'id',
    target: 'y',
    task: 'binary',
    output: 'labels',
    metric: 'accuracy',
    families: ['lightgbm', 'linear', 'two-class-only'],
    trainRows: 40,
    testRows: 10,
    classes: ['0', '1'],
    warnings: [],
  });
});
