import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InputError } from '../domain/input-error.js';
import { readCsvHeader, type CsvHeader } from './csv-header.js';
import { literal, oneRow } from './duckdb.js';

/** A file held in DuckDB, every cell as the text of the file; column i of `names` is called `c<i>` there. */
export interface TextTable {
  /** Name of the table in DuckDB. */
  readonly table: string;
  /** File name for messages. */
  readonly file: string;
  readonly names: readonly string[];
  readonly rows: number;
}

/**
 * Loads a csv or parquet file whole, in the order of its rows. Cells stay text, empty cells are null.
 * @throws InputError with file and line when a row is torn, the encoding is wrong or no row is there
 */
export async function loadTable(db: DuckDBConnection, table: string, file: string): Promise<TextTable> {
  const name = basename(file);
  const names = /\.parquet$/i.test(file)
    ? await loadParquet(db, table, file)
    : await loadCsv(db, table, file, await readCsvHeader(file));
  const [rows] = await oneRow(db, `SELECT count(*)::INTEGER FROM ${table}`);
  if (rows === 0) {
    throw new InputError([
      {
        what: `${name} has no rows`,
        where: name,
        why: `it has a header of ${names.length} columns and nothing below`,
        mend: 'get the file again; its download may have been cut short',
      },
    ]);
  }
  return { table, file: name, names, rows: rows as number };
}

/** SQL name of a column of a loaded table. @throws Error when the table has no such column */
export function sqlColumn(table: TextTable, name: string): string {
  const at = table.names.indexOf(name);
  if (at < 0) throw new Error(`${table.file} has no column "${name}"`);
  return `c${at}`;
}

/** A path as an SQL literal, with the signs of DuckDB's file patterns taken for themselves. */
function pathLiteral(file: string): string {
  return literal(file.replaceAll(/[*?[]/g, '[$&]'));
}

async function loadCsv(
  db: DuckDBConnection,
  table: string,
  file: string,
  header: CsvHeader,
): Promise<readonly string[]> {
  const columns = header.names.map((_, at) => `'c${at}': 'VARCHAR'`).join(', ');
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ${literal(header.delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = ''`,
    'strict_mode = true',
    'null_padding = false',
    'store_rejects = true',
    'max_line_size = 16777216',
    `columns = {${columns}}`,
  ];
  const name = basename(file);
  try {
    await db.run(
      `CREATE TABLE ${table} AS SELECT * FROM read_csv(${pathLiteral(file)}, ${options.join(', ')})`,
    );
  } catch (error) {
    throw new InputError([
      {
        what: `${name} cannot be read as CSV`,
        where: name,
        why: (error as Error).message.split('\n')[0] ?? '',
        mend: 'write it as UTF-8 CSV with a header line and quotes around texts that hold the delimiter',
      },
    ]);
  }
  await refuseTornRows(db, name, header.names);
  return header.names;
}

async function refuseTornRows(db: DuckDBConnection, name: string, names: readonly string[]): Promise<void> {
  const rejected = await db.runAndReadAll(
    `SELECT line::INTEGER, any_value(error_type)::VARCHAR, any_value(error_message), count(*) OVER ()::INTEGER
     FROM reject_errors GROUP BY line ORDER BY line LIMIT 3`,
  );
  const rows = rejected.getRows() as [number, string, string, number][];
  await db.run('DROP TABLE reject_errors; DROP TABLE reject_scans');
  if (rows.length === 0) return;
  throw new InputError(
    rows.map(([line, kind, message, count], at) => ({
      what: at === 0 && count > rows.length ? `${name} has ${count} torn rows` : `${name} has a torn row`,
      where: `${name}, line ${line}`,
      why: tornReason(kind, message, names.length),
      mend:
        kind === 'INVALID ENCODING'
          ? `iconv -f LATIN1 -t UTF-8 ${name} > utf8.csv, then put that in its place`
          : 'correct or remove the line; put quotes around texts that hold the delimiter or a quote',
    })),
  );
}

function tornReason(kind: string, message: string, columns: number): string {
  const found = /Found: (\d+)/.exec(message)?.[1];
  if (found !== undefined) return `it has ${found} fields, the header has ${columns}`;
  if (kind === 'INVALID ENCODING') return 'it is not UTF-8';
  if (kind === 'UNQUOTED VALUE') return 'a quote is opened and not closed, or text follows a closing quote';
  return message.split('\n')[0] ?? kind;
}

async function loadParquet(db: DuckDBConnection, table: string, file: string): Promise<readonly string[]> {
  const source = `read_parquet(${pathLiteral(file)})`;
  try {
    const described = await db.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
    const names = described.getRows().map((row) => String(row[0]));
    const cells = names.map((name, at) => `"${name.replaceAll('"', '""')}"::VARCHAR AS c${at}`);
    await db.run(`CREATE TABLE ${table} AS SELECT ${cells.join(', ')} FROM ${source}`);
    return names;
  } catch (error) {
    throw new InputError([
      {
        what: `${basename(file)} cannot be read as Parquet`,
        where: basename(file),
        why: (error as Error).message.split('\n')[0] ?? '',
        mend: 'get the file again; its download may have been cut short',
      },
    ]);
  }
}
