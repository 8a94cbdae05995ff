import { InputError, type InputProblem } from '../domain/input-error.js';
import { nearestName } from '../domain/nearest-name.js';
import type { CompetitionSpec } from '../domain/competition.js';

/** A file's name and the names of its columns. */
interface NamedFile {
  readonly file: string;
  readonly names: readonly string[];
}

export interface ThreeFiles {
  readonly train: NamedFile;
  readonly test: NamedFile;
  readonly sample: NamedFile;
}

export interface NamedColumns {
  readonly id: string;
  /** Columns of the sample that predictions fill. */
  readonly predictions: readonly string[];
  /** Columns of train.csv that may be the target; more than one only where the sample has one column a class. */
  readonly targets: readonly string[];
}

/** Where a field of the spec was given, for messages. */
type Place = (field: string) => string;

/**
 * Finds the id column (the sample's first, or its only one that test has too) and the target (the sample's
 * prediction column in train; with one column a class, train's columns that test lacks).
 * @throws InputError when a named column does not exist or nothing fits
 */
export function inferColumns(files: ThreeFiles, spec: CompetitionSpec, place: Place): NamedColumns {
  const problems = namedButAbsent(files, spec, place);
  if (problems.length > 0) throw new InputError(problems);
  if (files.sample.names.length < 2) throw new InputError([noPrediction(files.sample)]);
  const id = spec.id ?? findId(files);
  const predictions = files.sample.names.filter((name) => name !== id);
  return { id, predictions, targets: findTargets(files, spec, id, predictions) };
}

function findId({ test, sample }: ThreeFiles): string {
  const shared = sample.names.filter((name) => test.names.includes(name));
  const first = sample.names[0] ?? '';
  if (shared.length === 0 || shared.includes(first)) return first;
  return shared[0] ?? first;
}

function findTargets(
  { train, test, sample }: ThreeFiles,
  spec: CompetitionSpec,
  id: string,
  predictions: readonly string[],
): readonly string[] {
  if (spec.target !== undefined) return [spec.target];
  const own = train.names.filter((name) => !test.names.includes(name) && name !== id);
  const [only] = predictions;
  if (predictions.length === 1 && only !== undefined) {
    if (train.names.includes(only)) return [only];
    const like = own.filter((name) => name.toLowerCase() === only.toLowerCase());
    if (like.length === 1) return like;
  }
  if (own.length === 1 || (own.length > 1 && predictions.length > 1)) return own;
  throw new InputError([targetAbsent(predictions.join('", "'), `${sample.file}, line 1`, train, own)]);
}

function namedButAbsent(
  { train, test, sample }: ThreeFiles,
  spec: CompetitionSpec,
  place: Place,
): InputProblem[] {
  const problems: InputProblem[] = [];
  if (spec.target !== undefined && !train.names.includes(spec.target)) {
    const own = train.names.filter((name) => !test.names.includes(name));
    problems.push(targetAbsent(spec.target, place('target'), train, own));
  }
  if (spec.id !== undefined && !sample.names.includes(spec.id)) {
    problems.push(absent(spec.id, place('id'), sample));
  }
  for (const name of spec.drop ?? []) {
    const known = train.names.includes(name) || test.names.includes(name);
    if (!known) problems.push(absent(name, place('drop'), train));
  }
  return problems;
}

function targetAbsent(name: string, where: string, train: NamedFile, own: readonly string[]): InputProblem {
  const problem = absent(name, where, train);
  const nearest = nearestName(name, train.names) ?? own[0];
  return nearest === undefined
    ? problem
    : { ...problem, mend: `name it yourself: --target ${quoted(nearest)}` };
}

function absent(name: string, where: string, { file, names }: NamedFile): InputProblem {
  const nearest = nearestName(name, names);
  const rest =
    nearest === undefined ? `: ${names.slice(0, 12).join(', ')}` : `; the nearest name is "${nearest}"`;
  return {
    what: `Column "${name}" is not in ${file}`,
    where,
    why: `it has ${names.length} columns${rest}`,
    mend: nearest === undefined ? 'use one of its column names' : `write "${nearest}"`,
  };
}

function noPrediction({ file, names }: NamedFile): InputProblem {
  return {
    what: `${file} has no column for predictions`,
    where: `${file}, line 1`,
    why: `its only column is "${names[0] ?? ''}"`,
    mend: 'give it an id column and at least one column to fill',
  };
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name}"`;
}
