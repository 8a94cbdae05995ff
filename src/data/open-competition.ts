import type { DuckDBConnection } from '@duckdb/node-api';
import type { CompetitionSpec } from '../domain/competition.js';
import { InputError } from '../domain/input-error.js';
import type { Metric } from '../metrics/metric.js';
import { chooseFamilies, refuseUnfitMetric, requestedMetric, type Lookups } from './choose-metric.js';
import { findCompetitionFiles, type CompetitionFiles } from './competition-files.js';
import type { SubmissionForm } from './dataset.js';
import { textColumns } from './duckdb.js';
import { inferColumns, type NamedColumns } from './infer-columns.js';
import { inferTask, type InferredTask } from './infer-task.js';
import { loadTable, sqlColumn, type TextTable } from './load-table.js';
import { matchClassColumns, sortedClasses } from './class-labels.js';
import { present } from './missing-values.js';
import { matchIds } from './submission-form.js';

/** The three files loaded, with all that can be said before features are built. */
export interface OpenCompetition {
  readonly files: CompetitionFiles;
  readonly train: TextTable;
  readonly test: TextTable;
  readonly id: string;
  readonly targetName: string;
  readonly inferred: InferredTask;
  readonly metric: Metric;
  readonly families: readonly string[];
  readonly folds: number;
  readonly form: SubmissionForm;
  /** Training rows that have a target; others are left out. */
  readonly labelledRows: Int32Array;
  readonly warnings: readonly string[];
}

/** A complete spec and where each of its fields was given. */
export interface PlacedSpec {
  readonly spec: CompetitionSpec;
  readonly place: (field: string) => string;
}

export const defaultFolds = 5;

/** Loads the folder's files and infers id, target, task, output, metric and families. @throws InputError */
export async function openCompetition(
  db: DuckDBConnection,
  { spec, place }: PlacedSpec,
  lookups: Lookups,
): Promise<OpenCompetition> {
  const requested = requestedMetric(spec, lookups, place);
  const files = await findCompetitionFiles(spec.path);
  const train = await loadTable(db, 'train', files.train);
  const test = await loadTable(db, 'test', files.test);
  const sample = await loadTable(db, 'sample', files.sample);
  const named = inferColumns({ train, test, sample }, spec, place);
  const { targetName, texts } = await readTarget(db, train, named);
  const first = sqlColumn(sample, named.predictions[0] ?? '');
  const [sampleTexts = []] = await textColumns(db, sample.table, [first]);
  const inferred = inferTask({
    trainFile: train.file,
    sampleFile: sample.file,
    target: targetName,
    texts,
    predictionColumns: named.predictions,
    sampleTexts,
    spec,
    metric: requested,
  });
  const metric = requested ?? lookups.defaultMetric(inferred.task, inferred.output);
  refuseUnfitMetric(metric, { ...inferred, targetName, trainFile: train.file }, lookups, place);
  const families = chooseFamilies(spec, inferred.task, lookups, place);
  const labelledRows = Int32Array.from(
    [...inferred.target.keys()].filter((row) => !Number.isNaN(inferred.target[row])),
  );
  const folds = spec.folds ?? defaultFolds;
  refuseFewRows(labelledRows.length, folds, train.file, place);
  const matched = await matchIds(db, sample, test, named.id);
  return {
    files,
    train,
    test,
    id: named.id,
    targetName,
    inferred,
    metric,
    families,
    folds,
    form: {
      header: sample.names,
      idColumn: named.id,
      ids: matched.ids,
      testRow: matched.testRow,
      output: inferred.output,
      columnClass: inferred.columnClass,
    },
    labelledRows,
    warnings: [
      ...matched.warnings,
      ...missingTargets(train, labelledRows.length),
      ...labelsUnderProbabilityMetric(metric, inferred),
    ],
  };
}

async function readTarget(
  db: DuckDBConnection,
  train: TextTable,
  { targets, predictions }: NamedColumns,
): Promise<{ targetName: string; texts: (string | null)[] }> {
  const columns = await textColumns(
    db,
    train.table,
    targets.map((name) => sqlColumn(train, name)),
  );
  const fits = columns.findIndex((texts) => {
    const found = texts.map(present).filter((text) => text !== null);
    return targets.length === 1 || matchClassColumns(predictions, sortedClasses(found)) !== undefined;
  });
  const at = Math.max(0, fits);
  return { targetName: targets[at] ?? '', texts: columns[at] ?? [] };
}

function refuseFewRows(rows: number, folds: number, file: string, place: (field: string) => string): void {
  if (rows >= 2 * folds) return;
  throw new InputError([
    {
      what: `${file} has too few rows for ${folds} folds`,
      where: place('folds'),
      why: `${rows} rows have a target; ${folds} folds need at least ${2 * folds}`,
      mend:
        rows >= 4 ? `--folds ${Math.min(folds - 1, Math.floor(rows / 2))}` : 'get the whole training file',
    },
  ]);
}

function missingTargets(train: TextTable, labelled: number): readonly string[] {
  const gone = train.rows - labelled;
  return gone === 0 ? [] : [`${gone} of ${train.rows} training rows have no target and are left out.`];
}

function labelsUnderProbabilityMetric(metric: Metric, { output }: InferredTask): readonly string[] {
  if (metric.needs !== 'probabilities' || output !== 'labels') return [];
  return [`The metric ${metric.id} scores probabilities, but the submission holds labels.`];
}
