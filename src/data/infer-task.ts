import type { CompetitionSpec, OutputForm, TaskKind } from '../domain/competition.js';
import type { Metric } from '../metrics/metric.js';
import { InputError, type InputProblem } from '../domain/input-error.js';
import { matchClassColumns, sortedClasses, spelledAsSample } from './class-labels.js';
import { numberOf, present } from './missing-values.js';

/** What is known of the target and of the sample's prediction columns. */
export interface TaskEvidence {
  /** File names, for messages. */
  readonly trainFile: string;
  readonly sampleFile: string;
  readonly target: string;
  /** Target of each training row as text, null where missing. */
  readonly texts: readonly (string | null)[]; // [train rows]
  readonly predictionColumns: readonly string[];
  /** Cells of the sample's first prediction column. */
  readonly sampleTexts: readonly (string | null)[];
  readonly spec: Pick<CompetitionSpec, 'task' | 'output'>;
  /** The metric asked for, if any. */
  readonly metric: Metric | undefined;
}

export interface InferredTask {
  readonly task: TaskKind;
  readonly output: OutputForm;
  /** Labels as the submission spells them, in class order; empty for regression. */
  readonly classes: readonly string[];
  /** Class index or value; NaN where missing. */
  readonly target: Float64Array; // [train rows]
  /** Class of each prediction column; empty unless output is 'class-probabilities'. */
  readonly columnClass: readonly number[];
}

/** Decides task, classes and output form. @throws InputError when target, sample and spec do not fit together */
export function inferTask(evidence: TaskEvidence): InferredTask {
  const texts = evidence.texts.map(present);
  const found = texts.filter((text) => text !== null);
  if (found.length === 0) {
    throw wrongTarget(evidence, 'it has no value in any row', 'get the file again');
  }
  const distinct = new Set(found);
  if (distinct.size === 1) {
    throw wrongTarget(
      evidence,
      `every row has the same value, "${found[0] ?? ''}"`,
      'choose another column with --target, or get the whole file',
    );
  }
  const classes = sortedClasses(distinct);
  const numeric = classes.every((text) => !Number.isNaN(numberOf(text)));
  const merged = numeric ? classes.filter((text, at) => Number(text) !== Number(classes[at - 1])) : classes;
  const kind = chooseTask(evidence, merged, numeric, found.length);
  return kind === 'regression'
    ? regression(evidence, texts)
    : classification(evidence, texts, merged, numeric);
}

const mostClassesByMetric = 100;

/**
 * Rule of AutoGluon's problem type, sharpened by the sample: fractional values there are no labels. Where numbers
 * could be either, the metric decides; two values, texts and fractions are what they are whatever the metric.
 */
function chooseTask(
  { spec, metric, sampleTexts, predictionColumns }: TaskEvidence,
  classes: readonly string[],
  numeric: boolean,
  rows: number,
): 'classes' | 'regression' {
  if (spec.task !== undefined) return spec.task === 'regression' ? 'regression' : 'classes';
  if (spec.output !== undefined) return spec.output === 'values' ? 'regression' : 'classes';
  if (!numeric) return 'classes';
  if (classes.length > 2 && metric?.tasks.every((task) => task === 'regression')) return 'regression';
  if (predictionColumns.length > 1) return 'classes';
  const values = classes.map(Number); // ascending
  const countable = classes.length <= mostClassesByMetric && values.every(Number.isInteger);
  if (countable && metric !== undefined && !metric.tasks.includes('regression')) return 'classes';
  const known = new Set(values);
  const sample = sampleTexts.map(numberOf).filter((value) => !Number.isNaN(value));
  const strange = sample.some((value) => !known.has(value));
  if (classes.length === 2) {
    return strange && sample.some((value) => value < 0 || value > 1) ? 'regression' : 'classes';
  }
  const span = (values.at(-1) ?? 0) - (values[0] ?? 0) + 1;
  const few = classes.length <= 20 || (!strange && (classes.length <= 100 || span === classes.length));
  const repeated = classes.length / rows <= (rows <= 1000 ? 0.1 : 0.05) && classes.length <= 1000;
  const whole = values.every(Number.isInteger) && sample.every(Number.isInteger);
  return whole && few && repeated ? 'classes' : 'regression';
}

function regression(evidence: TaskEvidence, texts: readonly (string | null)[]): InferredTask {
  const target = Float64Array.from(texts, numberOf);
  const bad = target.findIndex((value, row) => Number.isNaN(value) && texts[row] !== null);
  if (bad >= 0) {
    throw wrongTarget(
      evidence,
      `row ${bad + 1} holds "${texts[bad] ?? ''}", which is not a number`,
      'correct the row, or use --task multiclass',
    );
  }
  if (evidence.predictionColumns.length > 1) {
    throw new InputError([
      {
        what: `${evidence.sampleFile} asks for several numbers a row`,
        where: `${evidence.sampleFile}, line 1`,
        why: `it has the columns ${evidence.predictionColumns.join(', ')}; a run predicts one target`,
        mend: 'make one folder a target, each with a sample of two columns',
      },
    ]);
  }
  if (evidence.spec.output !== undefined && evidence.spec.output !== 'values') {
    throw new InputError([wrongOutput(evidence.spec.output, 'regression')]);
  }
  return { task: 'regression', output: 'values', classes: [], target, columnClass: [] };
}

function classification(
  evidence: TaskEvidence,
  texts: readonly (string | null)[],
  classes: readonly string[],
  numeric: boolean,
): InferredTask {
  const index = new Map<string | number, number>(
    classes.map((text, at): [string | number, number] => [numeric ? Number(text) : text, at]),
  );
  const codeOf = (text: string | null): number =>
    text === null ? NaN : (index.get(numeric ? Number(text) : text) ?? NaN);
  const target = Float64Array.from(texts, codeOf);
  const task = evidence.spec.task === 'multiclass' || classes.length > 2 ? 'multiclass' : 'binary';
  if (evidence.spec.task === 'binary' && task !== 'binary') {
    throw wrongTarget(evidence, `it has ${classes.length} classes`, 'use --task multiclass');
  }
  if (classes.length > Math.max(2, texts.length / 2)) {
    throw wrongTarget(
      evidence,
      `it has ${classes.length} different texts in ${texts.length} rows`,
      'choose another column with --target',
    );
  }
  const output = chooseOutput(evidence, task);
  const columnClass = output === 'class-probabilities' ? classOfColumns(evidence, classes) : [];
  const labels = output === 'labels' ? spelledAsSample(classes, evidence.sampleTexts) : classes;
  return { task, output, classes: labels, target, columnClass };
}

function chooseOutput(
  { spec, metric, predictionColumns, sampleTexts }: TaskEvidence,
  task: TaskKind,
): OutputForm {
  const many = predictionColumns.length > 1;
  if (spec.output !== undefined) {
    const fits = many
      ? spec.output === 'class-probabilities'
      : ['labels', 'probability'].includes(spec.output);
    if (!fits || (spec.output === 'probability' && task !== 'binary')) {
      throw new InputError([
        wrongOutput(spec.output, `${task} with ${predictionColumns.length} columns to fill`),
      ]);
    }
    return spec.output;
  }
  if (many) return 'class-probabilities';
  if (task !== 'binary') return 'labels';
  const fraction = sampleTexts.some((text) => {
    const value = numberOf(text);
    return value > 0 && value < 1;
  });
  return fraction || metric?.needs === 'probabilities' ? 'probability' : 'labels';
}

function classOfColumns(evidence: TaskEvidence, classes: readonly string[]): readonly number[] {
  const match = matchClassColumns(evidence.predictionColumns, classes);
  if (match !== undefined) return match;
  throw new InputError([
    {
      what: `The columns of ${evidence.sampleFile} are not the classes of "${evidence.target}"`,
      where: `${evidence.sampleFile}, line 1`,
      why: `it has ${listed(evidence.predictionColumns)}; ${evidence.trainFile} has ${listed(classes)}`,
      mend: 'name the target with --target, or correct the header of the sample',
    },
  ]);
}

function listed(names: readonly string[]): string {
  return `${names.length} (${names.slice(0, 6).join(', ')}${names.length > 6 ? ', …' : ''})`;
}

function wrongOutput(output: OutputForm, found: string): InputProblem {
  return {
    what: `Output "${output}" does not fit`,
    where: 'field output (--output)',
    why: `the task is ${found}`,
    mend: 'leave the output out: the sample submission says what it is',
  };
}

function wrongTarget({ target, trainFile }: TaskEvidence, why: string, mend: string): InputError {
  return new InputError([
    {
      what: `Column "${target}" cannot be the target`,
      where: `${trainFile}, column "${target}"`,
      why,
      mend,
    },
  ]);
}
