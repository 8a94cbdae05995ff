import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../src/data/dataset-file.js';
import { writePredictions } from '../../src/data/predictions-file.js';
import type { CompetitionSpec, RunPlan } from '../../src/domain/competition.js';
import { packageRoot } from '../../src/package-root.js';
import { prepareCompetition } from '../../src/trainer/prepare.js';
import { writeSubmission } from '../../src/trainer/write-submission.js';
import { folderOf, lookups, problemsOf, smallCompetition } from '../data/competition-folder.js';

const context = { signal: new AbortController().signal, progress: (): void => undefined };
const titanic = join(packageRoot, 'examples', 'titanic');

async function prepared(
  spec: CompetitionSpec,
): Promise<{ plan: RunPlan; datasetFolder: string; home: string }> {
  const home = await folderOf({});
  const datasetFolder = join(home, 'dataset');
  const task = {
    kind: 'prepare',
    runId: 'titanic-1',
    spec,
    datasetFolder,
    dataset: 'titanic-1/dataset',
    defaultParallelism: 2,
    defaultOut: join(home, 'out'),
  } as const;
  return { plan: await prepareCompetition(task, lookups, context), datasetFolder, home };
}

test('titanic: the plan', async () => {
  const { plan, datasetFolder, home } = await prepared({ path: titanic });
  expect(plan).toMatchObject({
    runId: 'titanic-1',
    name: 'titanic',
    task: 'binary',
    metric: 'accuracy',
    direction: 'max',
    output: 'labels',
    target: 'Survived',
    id: 'PassengerId',
    folds: 5,
    seed: 0,
    budgetSeconds: 600,
    maxTrials: null,
    parallelism: 2,
    families: ['lightgbm', 'linear', 'two-class-only'],
    sampler: 'tpe',
    dataset: 'titanic-1/dataset',
    out: join(home, 'out'),
    profile: { task: 'binary', rows: 891, testRows: 418, outputs: 1 },
  });
  expect([plan.dataHash, plan.foldsHash].every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  const dataset = await readDataset(datasetFolder);
  expect(dataset.classes).toEqual(['0', '1']);
  expect(dataset.target.reduce((sum, value) => sum + value, 0)).toBe(342);
  const names = dataset.train.columns.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Pclass', 'Sex', 'Age', 'Fare', 'Embarked', 'Name:length']));
  expect(names).not.toContain('PassengerId');
  const age = dataset.train.columns[names.indexOf('Age')];
  expect(age?.kind === 'numeric' && age.values.filter(Number.isNaN).length).toBe(177);
});

test('the spec fills the plan; the same seed gives the same folds', async () => {
  const spec = {
    path: titanic,
    seed: 7,
    folds: 3,
    families: ['linear'],
    maxTrials: 4,
    parallelism: 1,
    name: 'T',
  };
  const first = (await prepared(spec)).plan;
  expect(first).toMatchObject({
    seed: 7,
    folds: 3,
    families: ['linear'],
    maxTrials: 4,
    parallelism: 1,
    name: 'T',
  });
  expect((await prepared(spec)).plan.foldsHash).toBe(first.foldsHash);
  expect((await prepared({ ...spec, seed: 8 })).plan.foldsHash).not.toBe(first.foldsHash);
});

test('the hash of the data follows the data', async () => {
  const hash = async (files: Parameters<typeof folderOf>[0]): Promise<string> =>
    (await prepared({ path: await folderOf(files) })).plan.dataHash;
  const changed = String(smallCompetition()['train.csv']).replace('red', 'pink');
  expect(await hash(smallCompetition())).toBe(await hash(smallCompetition()));
  expect(await hash(smallCompetition({ 'train.csv': changed }))).not.toBe(await hash(smallCompetition()));
});

test('wrong input leaves nothing behind', async () => {
  const home = await folderOf({});
  const path = await folderOf(smallCompetition({ 'podium.yaml': 'metrics: f1\n' }));
  const task = { kind: 'prepare', runId: 'r', spec: { path }, datasetFolder: join(home, 'd') } as const;
  const rest = { dataset: 'd', defaultParallelism: 1, defaultOut: home };
  expect(await problemsOf(prepareCompetition({ ...task, ...rest }, lookups, context))).toMatchObject([
    { what: 'Field "metrics" is unknown', where: 'podium.yaml, line 1' },
  ]);
  expect(await readdir(home)).toEqual([]);
});

describe('writeSubmission', () => {
  test('titanic: predictions become a checked file of 418 rows', async () => {
    const { datasetFolder, home } = await prepared({ path: titanic });
    const sample = await readFile(join(titanic, 'sample_submission.csv'), 'utf8');
    const wanted = sample.trim().split(/\r?\n/);
    const labels = wanted.slice(1).map((line) => Number(line.split(',')[1]));
    const predictions = join(home, 'test.bin');
    const file = join(home, 'out', 'submission.csv');
    await writePredictions(
      predictions,
      Float64Array.from(labels, (label) => 0.3 + 0.4 * label),
    );
    const task = { kind: 'write-submission', datasetFolder, metric: 'accuracy', predictions, file } as const;
    const result = await writeSubmission(task, context);
    expect(result.rows).toBe(418);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toEqual(wanted);
    expect((await writeSubmission(task, context)).contentHash).toBe(result.contentHash);
    expect(await readdir(join(home, 'out'))).toEqual(['submission.csv']);
  });

  test('predictions of the wrong size leave the earlier file alone', async () => {
    const { datasetFolder, home } = await prepared({ path: await folderOf(smallCompetition()) });
    const [predictions, file] = [join(home, 'test.bin'), join(home, 'submission.csv')];
    const task = { kind: 'write-submission', datasetFolder, metric: 'accuracy', predictions, file } as const;
    await writePredictions(predictions, new Float64Array(10));
    await writeSubmission(task, context);
    const before = await readFile(file, 'utf8');
    await writePredictions(predictions, new Float64Array(9));
    await expect(writeSubmission(task, context)).rejects.toThrow('9 predictions for 10 test rows');
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});
