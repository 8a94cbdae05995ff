import { describe, expect, test } from 'vitest';
import { InputError, type InputProblem } from '../src/domain/input-error.js';
import { competitionSpecFields, competitionSpecJsonSchema, parseCompetitionSpec } from '../src/schemas.js';

function problems(input: unknown): readonly InputProblem[] {
  try {
    parseCompetitionSpec(input, '--input');
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseCompetitionSpec', () => {
  test('takes a full spec as it is', () => {
    const spec = {
      path: 'examples/titanic',
      task: 'binary',
      output: 'labels',
      metric: 'accuracy',
      budgetSeconds: 120.5,
      maxTrials: 3,
      folds: 20,
      seed: 0,
      families: ['linear'],
      sampler: 'random',
      racing: false,
      parallelism: 1,
      drop: ['Ticket'],
    };
    expect(parseCompetitionSpec(spec, '--input')).toEqual(spec);
  });

  test('names the field path and says what it is', () => {
    expect(problems({ path: 1 })).toEqual([
      {
        what: 'Field "path" must be a folder with train, test and sample_submission',
        where: '--input, field path',
        why: 'it is 1',
        mend: 'write for example "path": "examples/titanic"',
      },
    ]);
  });

  test('says that a missing path is missing', () => {
    expect(problems({})[0]).toMatchObject({ where: '--input, field path', why: 'it is missing' });
  });

  test.each([
    ['budgetSeconds', 0, 'seconds, from 5'],
    ['budgetSeconds', 4.9, 'seconds, from 5'],
    ['budgetSeconds', '3m', 'seconds, from 5'],
    ['folds', 1, 'from 2 to 20'],
    ['folds', 21, 'from 2 to 20'],
    ['folds', 2.5, 'from 2 to 20'],
    ['seed', -1, 'whole number, from 0'],
    ['maxTrials', 0, 'whole number of trials, from 1'],
    ['parallelism', 0, 'whole number of trials at a time, from 1'],
    ['task', 'ranking', 'binary, multiclass or regression'],
    ['families', [], 'list of model families'],
    ['families', 'linear', 'list of model families'],
    ['sampler', 'grid', 'tpe, evolution, quasi-random or random'],
    ['racing', 'no', 'true or false'],
    ['target', '', 'name of the column'],
  ])('refuses %s = %j', (field, value, words) => {
    const found = problems({ path: 'x', [field]: value });
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toContain(`Field "${field}" must be`);
    expect(found[0]?.what).toContain(words);
    expect(found[0]?.where).toBe(`--input, field ${field}`);
    expect(found[0]?.why).toBe(`it is ${JSON.stringify(value)}`);
  });

  test('reports every bad field, and guesses unknown ones', () => {
    const found = problems({ path: 'x', folds: 0, budgetSecond: 60, zebra: 1 });
    expect(found.map(({ what }) => what)).toEqual([
      'Field "folds" must be a whole number of folds, from 2 to 20',
      'Field "budgetSecond" is unknown',
      'Field "zebra" is unknown',
    ]);
    expect(found[1]?.why).toBe('a competition has no such field; did you mean "budgetSeconds"?');
    expect(found[2]?.mend).toContain('known fields: path, name, target');
  });

  test.each([null, 7, 'examples/titanic', [1]])('refuses %j, which is no object', (input) => {
    expect(problems(input)[0]?.what).toBe('The competition is not described by an object');
  });
});

test('the JSON Schema describes every field and refuses others', () => {
  const schema = competitionSpecJsonSchema() as {
    properties: Record<string, { description?: string }>;
    required: string[];
    additionalProperties: boolean;
  };
  expect(Object.keys(schema.properties)).toEqual(competitionSpecFields);
  expect(Object.values(schema.properties).every(({ description }) => description)).toBe(true);
  expect(schema.required).toEqual(['path']);
  expect(schema.additionalProperties).toBe(false);
});
