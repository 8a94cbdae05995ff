import type { DuckDBConnection } from '@duckdb/node-api';
import { columnsPerQuery, oneRow } from './duckdb.js';
import { sqlColumn, type TextTable } from './load-table.js';
import { isOneOfSql, missingAmongNumbers } from './missing-values.js';
import { wordCount } from './text-features.js';

/** What a column holds at first sight: nothing, numbers only, or texts. */
export type CellKind = 'empty' | 'numbers' | 'texts';

/** Looks at every cell of training and test rows, so both always agree on a column's kind. */
export async function cellKinds(
  db: DuckDBConnection,
  tables: readonly TextTable[],
  names: readonly string[],
): Promise<readonly CellKind[]> {
  const filled = (cell: string): string => `count(${cell})`;
  const numbers = (cell: string): string => `count(${numberSql(cell)})`;
  const counts = await counted(db, tables, names, [filled, numbers]);
  const mixed = names.filter((_, at) => {
    const [all = 0, castable = 0] = counts[at] ?? [];
    return castable > 0 && castable < all;
  });
  const stray = (cell: string): string =>
    `count(*) FILTER (${numberSql(cell)} IS NULL AND NOT ${isOneOfSql(cell, missingAmongNumbers)})`;
  const strays = await counted(db, tables, mixed, [stray]);
  return names.map((name, at) => {
    const [all = 0, castable = 0] = counts[at] ?? [];
    if (all === 0) return 'empty';
    const rest = mixed.includes(name) ? (strays[mixed.indexOf(name)]?.[0] ?? 0) : all - castable;
    return rest === 0 ? 'numbers' : 'texts';
  });
}

/** Sums of aggregates over the tables: one array of them a column. */
async function counted(
  db: DuckDBConnection,
  tables: readonly TextTable[],
  names: readonly string[],
  aggregates: readonly ((cell: string) => string)[],
): Promise<readonly (readonly number[])[]> {
  const sums = names.map(() => aggregates.map(() => 0));
  for (const table of tables) {
    for (let first = 0; first < names.length; first += columnsPerQuery) {
      const cells = names.slice(first, first + columnsPerQuery).map((name) => sqlColumn(table, name));
      const counts = cells.flatMap((cell) => aggregates.map((aggregate) => `${aggregate(cell)}::INTEGER`));
      const row = await oneRow(db, `SELECT ${counts.join(', ')} FROM ${table.table}`);
      for (const [at, count] of row.entries()) {
        const sum = sums[first + Math.floor(at / aggregates.length)];
        const which = at % aggregates.length;
        if (sum) sum[which] = (sum[which] ?? 0) + Number(count);
      }
    }
  }
  return sums;
}

/** SQL of a cell as DOUBLE, null where it spells no number. */
export function numberSql(cell: string): string {
  return `TRY_CAST(${cell} AS DOUBLE)`;
}

/** What a column of texts is, dates aside. */
export type TextKind = 'category' | 'text' | 'identifier';

const sampleSize = 5000;

/**
 * Text: three words or more on average and more than 1 % (and 20) different values, as AutoGluon has it.
 * Identifier: nearly every row its own value. Else a category.
 */
export function textKind(texts: readonly (string | null)[]): TextKind {
  const filled = texts.filter((text) => text !== null);
  const step = Math.max(1, Math.floor(filled.length / sampleSize));
  const sample = filled.filter((_, row) => row % step === 0);
  const distinct = new Set(sample).size;
  const words = sample.reduce((sum, text) => sum + wordCount(text), 0) / sample.length;
  if (words >= 3 && distinct > 20 && distinct > 0.01 * sample.length) return 'text';
  const different = new Set(filled).size;
  return filled.length >= 20 && different > 0.95 * filled.length ? 'identifier' : 'category';
}
