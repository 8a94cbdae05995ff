import { z } from 'zod';
import type { CompetitionSpec } from './domain/competition.js';
import { InputError, type InputProblem } from './domain/input-error.js';
import { didYouMean } from './domain/nearest-name.js';

const text = (description: string, example: string): z.ZodString =>
  z
    .string()
    .min(1)
    .meta({ description, examples: [example] });
const names = (description: string, example: readonly string[]): z.ZodArray<z.ZodString> =>
  z
    .array(z.string().min(1))
    .min(1)
    .meta({ description, examples: [example] });
const whole = (low: number, high: number, description: string, example: number): z.ZodNumber =>
  z
    .int()
    .min(low)
    .max(high)
    .meta({ description: `${description}, from ${low} to ${high}`, examples: [example] });

/**
 * The competition spec as it enters: `--input` of `temporal workflow start`, flags, podium.yaml. The
 * description says in words what a field must be; error messages and the documentation both use it.
 */
export const competitionSpecSchema = z.strictObject({
  path: text('a folder with train, test and sample_submission', 'examples/titanic'),
  name: text('a name', 'titanic').optional(),
  target: text('the name of the column to predict', 'Survived').optional(),
  id: text('the name of the id column', 'PassengerId').optional(),
  task: z
    .enum(['binary', 'multiclass', 'regression'])
    .meta({ description: 'binary, multiclass or regression', examples: ['binary'] })
    .optional(),
  output: z
    .enum(['labels', 'probability', 'class-probabilities', 'values'])
    .meta({ description: 'labels, probability, class-probabilities or values', examples: ['labels'] })
    .optional(),
  metric: text('the id of a metric', 'accuracy').optional(),
  budgetSeconds: z
    .number()
    .min(5)
    .max(2_592_000)
    .meta({ description: 'a number of seconds, from 5 to 2592000 (30 days)', examples: [600] })
    .optional(),
  maxTrials: whole(1, 1_000_000, 'a whole number of trials', 100).optional(),
  folds: whole(2, 20, 'a whole number of folds', 5).optional(),
  seed: whole(0, 4_294_967_295, 'a whole number', 7).optional(),
  families: names('a list of model families', ['lightgbm', 'linear']).optional(),
  sampler: z
    .enum(['tpe', 'evolution', 'quasi-random', 'random'])
    .meta({ description: 'tpe, evolution, quasi-random or random', examples: ['tpe'] })
    .optional(),
  racing: z
    .boolean()
    .meta({ description: 'true or false', examples: [true] })
    .optional(),
  parallelism: whole(1, 1024, 'a whole number of trials at a time', 2).optional(),
  drop: names('a list of column names', ['duration']).optional(),
  out: text('a folder', 'submissions').optional(),
  after: text('the id of an earlier run', 'titanic-20261122-133712').optional(),
}) satisfies z.ZodType<CompetitionSpec>;

/** Names of the fields, in the order of documentation. */
export const competitionSpecFields: readonly string[] = Object.keys(competitionSpecSchema.shape);

/** JSON Schema (draft 2020-12) of the spec, generated for documentation and editors. */
export function competitionSpecJsonSchema(): object {
  return z.toJSONSchema(competitionSpecSchema);
}

/** Says where a field was given: "--input, field seed", "podium.yaml, line 3". */
export type FieldPlace = (field: string) => string;

/**
 * Checks a spec of unknown origin. `where` names its source ("--input") or the place of each field.
 * @throws InputError with one problem a field that is wrong, missing or unknown
 */
export function parseCompetitionSpec(input: unknown, where: string | FieldPlace): CompetitionSpec {
  return parsed(competitionSpecSchema, input, where);
}

const fileSchema = competitionSpecSchema.omit({ path: true, after: true });

/** The same for podium.yaml, which lies in the folder and so has no `path`. @throws InputError */
export function parseSpecFile(input: unknown, where: FieldPlace): Omit<CompetitionSpec, 'path'> {
  return parsed(fileSchema, input, where);
}

function parsed<T>(schema: z.ZodType<T> & { shape: object }, input: unknown, where: string | FieldPlace): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const known = Object.keys(schema.shape);
  const place = typeof where === 'string' ? (field: string): string => `${where}, field ${field}` : where;
  const problems = new Map<string, InputProblem>();
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) problems.set(key, unknownField(key, known, place));
    } else if (issue.path.length === 0) {
      throw new InputError([notAnObject(input, typeof where === 'string' ? where : where(''))]);
    } else {
      const field = String(issue.path[0]);
      problems.set(field, wrongField(field, (input as Record<string, unknown>)[field], place));
    }
  }
  throw new InputError([...problems.values()]);
}

function wrongField(field: string, value: unknown, place: FieldPlace): InputProblem {
  const shape = competitionSpecSchema.shape as Record<string, z.ZodType | undefined>;
  const schema = shape[field];
  const meta = (schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema)?.meta();
  return {
    what: `Field "${field}" must be ${meta?.description ?? 'left out'}`,
    where: place(field),
    why: value === undefined ? 'it is missing' : `it is ${shown(value)}`,
    mend: `write for example "${field}": ${JSON.stringify((meta?.examples as unknown[] | undefined)?.[0])}`,
  };
}

function unknownField(field: string, known: readonly string[], place: FieldPlace): InputProblem {
  const guess = didYouMean(field, known);
  return {
    what: `Field "${field}" is unknown`,
    where: place(field),
    why: `a competition has no such field${guess}`,
    mend:
      guess === '' ? `remove it; known fields: ${known.join(', ')}` : 'correct the name or remove the field',
  };
}

function notAnObject(input: unknown, where: string): InputProblem {
  return {
    what: 'The competition is not described by an object',
    where,
    why: `it is ${shown(input)}`,
    mend: 'give one JSON object, for example {"path": "examples/titanic", "budgetSeconds": 120}',
  };
}

function shown(value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
