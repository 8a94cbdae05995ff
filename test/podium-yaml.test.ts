import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPodiumYaml, withPodiumYaml } from '../src/podium-yaml.js';
import { folderOf, problemsOf } from './data/competition-folder.js';

const yaml = (text: string): Promise<string> => folderOf({ 'podium.yaml': text });

test('reads keys and their lines; a relative out lies in the folder', async () => {
  const folder = await yaml('# comment\nmetric: accuracy\n\nbudgetSeconds: 60\nout: results\n');
  const { spec, line } = await readPodiumYaml(folder);
  expect(spec).toEqual({ metric: 'accuracy', budgetSeconds: 60, out: join(folder, 'results') });
  expect(line.get('budgetSeconds')).toBe(4);
});

test('an absent or empty file says nothing', async () => {
  expect((await readPodiumYaml(await folderOf({}))).spec).toEqual({});
  expect((await readPodiumYaml(await yaml('# nothing\n'))).spec).toEqual({});
});

test('what is given explicitly wins, and each field knows its place', async () => {
  const path = await yaml('metric: f1\nfolds: 4\n');
  const { spec, place } = await withPodiumYaml({ path, metric: 'accuracy', seed: undefined });
  expect(spec).toEqual({ path, metric: 'accuracy', folds: 4 });
  expect(place('folds')).toBe('podium.yaml, line 2');
  expect(place('metric')).toBe('field metric (--metric)');
  expect(place('budgetSeconds')).toBe('field budgetSeconds (--budget)');
});

test('names the line of each unknown key and wrong value', async () => {
  const folder = await yaml('metric: f1\nbuget: 60\nfolds: many\npath: .\n');
  expect(await problemsOf(readPodiumYaml(folder))).toMatchObject([
    { what: 'Field "folds" must be a whole number of folds, from 2 to 20', where: 'podium.yaml, line 3' },
    { what: 'Field "buget" is unknown', where: 'podium.yaml, line 2' },
    { what: 'Field "path" is unknown', where: 'podium.yaml, line 4' },
  ]);
});

test('names the line of a syntax error', async () => {
  const problems = await problemsOf(readPodiumYaml(await yaml('metric: f1\nfolds: [1, 2\nseed: 3\n')));
  expect(problems[0]?.what).toBe('podium.yaml is not valid YAML');
  expect(problems[0]?.where).toMatch(/^podium\.yaml, line [34]$/);
});

test('refuses a file that is a list', async () => {
  const problems = await problemsOf(readPodiumYaml(await yaml('- metric\n')));
  expect(problems[0]).toMatchObject({
    what: 'The competition is not described by an object',
    where: 'podium.yaml, line 1',
  });
});
