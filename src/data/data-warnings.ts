import type { DuckDBConnection } from '@duckdb/node-api';
import { rowsOf } from './build-features.js';
import { cellKinds, numberSql } from './column-kinds.js';
import type { Table } from './dataset.js';
import { numberColumns, oneRow } from './duckdb.js';
import type { DroppedColumn } from './feature.js';
import { correlation, givesTargetAway, pairThatAddsUp } from './leak-check.js';
import { sqlColumn } from './load-table.js';
import type { OpenCompetition } from './open-competition.js';

/** Most train-only columns that are searched for pairs that add up to the target. */
const pairedColumns = 20;

/** One sentence a reason, naming the columns. */
export function droppedWarnings(dropped: readonly DroppedColumn[]): readonly string[] {
  const reasons = [...new Set(dropped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = dropped.filter((column) => column.reason === reason).map(({ name }) => name);
    return `Left out ${listed(names)}: ${reason}.`;
  });
}

/** Names columns that stand in one of train and test only; says where train's own give the target away. */
export async function oneSidedWarnings(
  db: DuckDBConnection,
  open: OpenCompetition,
  target: Float64Array,
): Promise<readonly string[]> {
  const known = [open.targetName, open.id];
  const own = open.train.names.filter((name) => !open.test.names.includes(name) && !known.includes(name));
  const other = open.test.names.filter((name) => !open.train.names.includes(name) && !known.includes(name));
  const warnings = other.length === 0 ? [] : [`Left out ${listed(other)}: not in ${open.train.file}.`];
  if (own.length === 0) return warnings;
  const kinds = await cellKinds(db, [open.train], own);
  const names = own.filter((_, at) => kinds[at] === 'numbers');
  const cells = names.map((name) => numberSql(sqlColumn(open.train, name)));
  const columns = await numberColumns(db, open.train.table, open.train.rows, cells);
  const values = names.map((name, at) => ({ name, values: rowsOf(columns[at] ?? new Float64Array(), open) }));
  const close = values.filter((column) => Math.abs(correlation(column.values, target)) > 0.9);
  const pair = pairThatAddsUp(values.slice(0, pairedColumns), target);
  const reasons = [
    ...(pair ? [`${pair.join(' and ')} add up to ${open.targetName}`] : []),
    ...(close.length > 0 ? [`${listed(close.map(({ name }) => name))} nearly equal it`] : []),
  ];
  const leak = reasons.length === 0 ? '' : ` They would give the target away: ${reasons.join('; ')}.`;
  return [...warnings, `Left out ${listed(own)}: not in ${open.test.file}.${leak}`];
}

/** Names features that predict the target nearly perfectly by themselves. */
export function leakWarnings(train: Table, target: Float64Array, open: OpenCompetition): readonly string[] {
  const leaks = train.columns.filter((column) => givesTargetAway(column, target, open.inferred.task));
  return leaks.map(
    ({ name }) =>
      `${name} alone predicts ${open.targetName} nearly perfectly. If it is not known when predicting, leave it out with --drop.`,
  );
}

/** Counts test rows that equal a training row in all shared columns but the id. */
export async function duplicateWarnings(
  db: DuckDBConnection,
  { train, test, id, targetName }: OpenCompetition,
): Promise<readonly string[]> {
  const names = train.names.filter((name) => test.names.includes(name) && name !== id && name !== targetName);
  if (names.length === 0) return [];
  const hashOf = (table: OpenCompetition['train']): string =>
    `hash(${names.map((name) => sqlColumn(table, name)).join(', ')})`;
  const [count = 0] = await oneRow(
    db,
    `SELECT count(*)::INTEGER FROM test WHERE ${hashOf(test)} IN (SELECT ${hashOf(train)} FROM train)`,
  );
  return count === 0 ? [] : [`${String(count)} of ${test.rows} test rows equal a training row.`];
}

/** Names classes that cannot stand in every fold. */
export function rareClassWarnings({ inferred, folds }: OpenCompetition): readonly string[] {
  const counts = inferred.classes.map(() => 0);
  for (const value of inferred.target) if (!Number.isNaN(value)) counts[value] = (counts[value] ?? 0) + 1;
  const rare = inferred.classes.filter((_, at) => (counts[at] ?? 0) < folds);
  return rare.length === 0
    ? []
    : [`Fewer rows than the ${folds} folds: ${rare.length === 1 ? 'class' : 'classes'} ${listed(rare)}.`];
}

/** "a, b and 7 more" */
export function listed(names: readonly string[]): string {
  const most = 8;
  if (names.length > most) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
