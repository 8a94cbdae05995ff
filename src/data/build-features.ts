import type { DuckDBConnection } from '@duckdb/node-api';
import { cellKinds, numberSql, textKind } from './column-kinds.js';
import { dateFeatures, parseDates } from './date-features.js';
import { numberColumns, textColumns } from './duckdb.js';
import { categoricalFeature, numericFeature, type DroppedColumn, type Feature } from './feature.js';
import { sqlColumn } from './load-table.js';
import { present } from './missing-values.js';
import type { OpenCompetition } from './open-competition.js';
import { textFeatures } from './text-features.js';

export interface BuiltFeatures {
  readonly features: readonly Feature[];
  readonly dropped: readonly DroppedColumn[];
  /** Columns whose free text is seen by its length and letters alone. */
  readonly texts: readonly string[];
}

/**
 * Turns the columns that train and test share into numeric and categorical ones. The id gives features only
 * where it is a date. Training rows without a target are left out.
 */
export async function buildFeatures(
  db: DuckDBConnection,
  open: OpenCompetition,
  drop: readonly string[],
): Promise<BuiltFeatures> {
  const names = open.train.names.filter(
    (name) => name !== open.targetName && open.test.names.includes(name) && !drop.includes(name),
  );
  const kinds = await cellKinds(db, [open.train, open.test], names);
  const ofKind = (kind: string): string[] => names.filter((_, at) => kinds[at] === kind);
  const dropped: DroppedColumn[] = ofKind('empty').map((name) => ({
    name,
    reason: 'empty in all training rows',
  }));
  const numeric = await numericFeatures(
    db,
    open,
    ofKind('numbers').filter((name) => name !== open.id),
  );
  const built = new Map(numeric.features.map((feature) => [feature.name, [feature]]));
  dropped.push(...numeric.dropped);
  const texts: string[] = [];
  for (const [name, parts] of await textParts(db, open, ofKind('texts'))) {
    const all = [...parts.train, ...parts.test];
    if (parts.train.every((text) => text === null)) {
      dropped.push({ name, reason: 'empty in all training rows' });
      continue;
    }
    const dates = parseDates(all);
    const kind = dates ? 'date' : textKind(all);
    if (dates) built.set(name, derived(name, dateFeatures(dates), parts.train.length));
    else if (name === open.id) continue;
    else if (kind === 'category') built.set(name, [categoricalFeature(name, parts)]);
    else if (kind === 'identifier') dropped.push({ name, reason: 'a different text in nearly every row' });
    else {
      texts.push(name);
      built.set(name, derived(name, textFeatures(all), parts.train.length));
    }
  }
  return { features: names.flatMap((name) => built.get(name) ?? []), dropped, texts };
}

async function numericFeatures(
  db: DuckDBConnection,
  open: OpenCompetition,
  names: readonly string[],
): Promise<{ features: readonly Feature[]; dropped: readonly DroppedColumn[] }> {
  const cells = (table: OpenCompetition['train']): string[] =>
    names.map((name) => numberSql(sqlColumn(table, name)));
  const train = await numberColumns(db, open.train.table, open.train.rows, cells(open.train));
  const test = await numberColumns(db, open.test.table, open.test.rows, cells(open.test));
  const features: Feature[] = [];
  const dropped: DroppedColumn[] = [];
  for (const [at, name] of names.entries()) {
    const values = {
      train: rowsOf(train[at] ?? new Float64Array(), open),
      test: test[at] ?? new Float64Array(),
    };
    if (isRowNumber(name, values.train)) dropped.push({ name, reason: 'a number of its own in every row' });
    else features.push(numericFeature(name, values));
  }
  return { features, dropped };
}

async function textParts(
  db: DuckDBConnection,
  open: OpenCompetition,
  names: readonly string[],
): Promise<[string, { train: (string | null)[]; test: (string | null)[] }][]> {
  const cells = (table: OpenCompetition['train']): string[] => names.map((name) => sqlColumn(table, name));
  const train = await textColumns(db, open.train.table, cells(open.train));
  const test = await textColumns(db, open.test.table, cells(open.test));
  return names.map((name, at) => {
    const texts = (train[at] ?? []).map(present);
    const labelled = open.labelledRows.length === texts.length ? texts : pickTexts(texts, open.labelledRows);
    return [name, { train: labelled, test: (test[at] ?? []).map(present) }];
  });
}

/** Values of the training rows that have a target. */
export function rowsOf(values: Float64Array, { labelledRows }: OpenCompetition): Float64Array {
  if (labelledRows.length === values.length) return values;
  return Float64Array.from(labelledRows, (row) => values[row] ?? NaN);
}

function pickTexts(texts: readonly (string | null)[], rows: Int32Array): (string | null)[] {
  return Array.from(rows, (row) => texts[row] ?? null);
}

function derived(
  name: string,
  parts: readonly { suffix: string; values: Float64Array }[],
  trainRows: number,
): Feature[] {
  return parts.map(({ suffix, values }) =>
    numericFeature(
      `${name}:${suffix}`,
      { train: values.slice(0, trainRows), test: values.slice(trainRows) },
      true,
    ),
  );
}

function isRowNumber(name: string, values: Float64Array): boolean {
  if (!/(^|[\s_-])(id|index|row)$/i.test(name) && !/[a-z](Id|ID)$/.test(name)) return false;
  return values.every(Number.isInteger) && new Set(values).size === values.length;
}
