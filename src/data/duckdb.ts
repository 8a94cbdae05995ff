import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBValue,
} from '@duckdb/node-api';

/** Opens an in-memory database of at most two threads and 1 GB, gives it to `use`, and closes it. */
export async function withDuckDb<T>(use: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '1GB',
    preserve_insertion_order: 'true',
    temp_directory: join(tmpdir(), `podium-duckdb-${process.pid}`),
  });
  const db = await instance.connect();
  try {
    return await use(db);
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

/** Runs a query that gives one row and returns its values in order. */
export async function oneRow(db: DuckDBConnection, sql: string): Promise<readonly DuckDBValue[]> {
  return (await db.runAndReadAll(sql)).getRows()[0] ?? [];
}

/** A text as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Columns that one query reads; wide tables are read in several, which bounds DuckDB's memory. */
export const columnsPerQuery = 50;

/** Columns of a table as text, in row order; null where there is none. */
export async function textColumns(
  db: DuckDBConnection,
  table: string,
  expressions: readonly string[],
): Promise<(string | null)[][]> {
  const columns: (string | null)[][] = expressions.map(() => []);
  await eachChunk(db, table, expressions, (chunk, at, column) => {
    for (const value of chunk.getColumnValues(column)) {
      columns[at]?.push(value === null ? null : String(value));
    }
  });
  return columns;
}

/** Columns of a table as numbers, in row order; NaN where there is none. Expressions are of type DOUBLE. */
export async function numberColumns(
  db: DuckDBConnection,
  table: string,
  rows: number,
  expressions: readonly string[],
): Promise<Float64Array[]> {
  const columns = expressions.map(() => new Float64Array(rows));
  await eachChunk(db, table, expressions, (chunk, at, column, start) => {
    const vector = chunk.getColumnVector(column);
    const values = columns[at] ?? new Float64Array();
    for (let row = 0; row < chunk.rowCount; row++) {
      const value = vector.getItem(row) as number | null;
      values[start + row] = value === null || !Number.isFinite(value) ? NaN : value;
    }
  });
  return columns;
}

type VisitColumn = (chunk: DuckDBDataChunk, expression: number, column: number, startRow: number) => void;

async function eachChunk(
  db: DuckDBConnection,
  table: string,
  expressions: readonly string[],
  visit: VisitColumn,
): Promise<void> {
  for (let first = 0; first < expressions.length; first += columnsPerQuery) {
    const batch = expressions.slice(first, first + columnsPerQuery);
    const result = await db.stream(`SELECT ${batch.join(', ')} FROM ${table}`);
    let start = 0;
    for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
      for (const column of batch.keys()) visit(chunk, first + column, column, start);
      start += chunk.rowCount;
    }
  }
}
