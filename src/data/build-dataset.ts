import type { DuckDBConnection } from '@duckdb/node-api';
import { InputError } from '../domain/input-error.js';
import { buildFeatures, rowsOf } from './build-features.js';
import {
  droppedWarnings,
  duplicateWarnings,
  leakWarnings,
  listed,
  oneSidedWarnings,
  rareClassWarnings,
} from './data-warnings.js';
import type { Dataset } from './dataset.js';
import { drawFolds } from './folds.js';
import type { OpenCompetition } from './open-competition.js';
import { usefulFeatures } from './useful-features.js';

export interface BuiltDataset {
  readonly dataset: Dataset;
  /** Plain sentences for people, those of opening the files included. */
  readonly warnings: readonly string[];
}

/** Builds columns, target and folds of an opened competition. @throws InputError when no column is of use */
export async function buildDataset(
  db: DuckDBConnection,
  open: OpenCompetition,
  options: { readonly drop: readonly string[]; readonly seed: number },
): Promise<BuiltDataset> {
  const { task, classes } = open.inferred;
  const target = rowsOf(open.inferred.target, open);
  const built = await buildFeatures(db, open, options.drop);
  const useful = usefulFeatures(built.features);
  if (useful.features.length === 0) throw new InputError([noFeatures(open)]);
  const train = { rows: target.length, columns: useful.features.map((feature) => feature.train) };
  const test = { rows: open.test.rows, columns: useful.features.map((feature) => feature.test) };
  const numericColumns = train.columns.filter(({ kind }) => kind === 'numeric').length;
  const dataset: Dataset = {
    task,
    classes,
    train,
    test,
    target,
    fold: drawFolds(task, target, open.folds, options.seed),
    folds: open.folds,
    profile: {
      task,
      rows: train.rows,
      testRows: test.rows,
      numericColumns,
      categoricalColumns: train.columns.length - numericColumns,
      outputs: task === 'multiclass' ? classes.length : 1,
    },
  };
  return {
    dataset,
    warnings: [
      ...open.warnings,
      ...(await oneSidedWarnings(db, open, target)),
      ...droppedWarnings([...built.dropped, ...useful.dropped]),
      ...textWarnings(built.texts),
      ...leakWarnings(train, target, open),
      ...rareClassWarnings(open),
      ...(await duplicateWarnings(db, open)),
    ],
  };
}

function textWarnings(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : [`Of ${listed(texts)} only length and letter counts are used.`];
}

function noFeatures(open: OpenCompetition): { what: string; where: string; why: string; mend: string } {
  return {
    what: 'No column is left to learn from',
    where: `${open.train.file} and ${open.test.file}`,
    why: 'besides id and target they share no column that varies',
    mend: 'check that both files are whole and that --drop does not name every column',
  };
}
