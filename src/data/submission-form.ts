import type { DuckDBConnection } from '@duckdb/node-api';
import { InputError, type InputProblem } from '../domain/input-error.js';
import { textColumns } from './duckdb.js';
import { sqlColumn, type TextTable } from './load-table.js';

/** Ids of the sample and the test row each belongs to. */
export interface MatchedIds {
  readonly ids: readonly string[];
  readonly testRow: Int32Array; // [ids]
  readonly warnings: readonly string[];
}

/**
 * Matches the sample's ids with test rows by their exact text; where test has no id column, by order.
 * @throws InputError when ids repeat, are empty or differ between the two files
 */
export async function matchIds(
  db: DuckDBConnection,
  sample: TextTable,
  test: TextTable,
  idColumn: string,
): Promise<MatchedIds> {
  const [sampleIds = []] = await textColumns(db, sample.table, [sqlColumn(sample, idColumn)]);
  const ids = wholeIds(sampleIds, sample.file, idColumn);
  if (!test.names.includes(idColumn)) return matchByOrder(ids, sample, test, idColumn);
  const [testIds = []] = await textColumns(db, test.table, [sqlColumn(test, idColumn)]);
  const rowOf = new Map(wholeIds(testIds, test.file, idColumn).map((id, row) => [id, row]));
  const wanted = new Set(ids);
  const problems: InputProblem[] = [];
  const absent = ids.filter((id) => !rowOf.has(id));
  const extra = [...rowOf.keys()].filter((id) => !wanted.has(id));
  if (absent.length > 0) problems.push(differ(absent, sample, test, idColumn));
  if (extra.length > 0) problems.push(differ(extra, test, sample, idColumn));
  if (problems.length > 0) throw new InputError(problems);
  return { ids, testRow: Int32Array.from(ids, (id) => rowOf.get(id) ?? -1), warnings: [] };
}

function matchByOrder(
  ids: readonly string[],
  sample: TextTable,
  test: TextTable,
  idColumn: string,
): MatchedIds {
  if (ids.length !== test.rows) {
    throw new InputError([
      {
        what: `${sample.file} and ${test.file} have different numbers of rows`,
        where: `${sample.file}, column "${idColumn}"`,
        why: `${test.file} has no column "${idColumn}"; ${ids.length} rows against ${test.rows} cannot be matched by order`,
        mend: 'name a column that both files have with --id, or get the whole files',
      },
    ]);
  }
  return {
    ids,
    testRow: Int32Array.from(ids, (_, row) => row),
    warnings: [
      `${test.file} has no column "${idColumn}": its rows are taken in the order of ${sample.file}.`,
    ],
  };
}

function wholeIds(ids: readonly (string | null)[], file: string, column: string): readonly string[] {
  const where = `${file}, column "${column}"`;
  const empty = ids.indexOf(null);
  if (empty >= 0) {
    throw new InputError([
      { what: 'An id is empty', where, why: `row ${empty + 1} has none`, mend: 'give each row its own id' },
    ]);
  }
  const whole = ids as readonly string[];
  const seen = new Set<string>();
  const repeated = new Set(whole.filter((id) => seen.size === seen.add(id).size));
  if (repeated.size === 0) return whole;
  throw new InputError([
    {
      what: `${repeated.size} ${repeated.size === 1 ? 'id stands' : 'ids stand'} more than once`,
      where,
      why: `the first are ${examples([...repeated])}`,
      mend: 'give each row its own id, or name another id column with --id',
    },
  ]);
}

function differ(ids: readonly string[], has: TextTable, lacks: TextTable, column: string): InputProblem {
  return {
    what: `${ids.length} ${ids.length === 1 ? 'id' : 'ids'} of ${has.file} ${ids.length === 1 ? 'is' : 'are'} not in ${lacks.file}`,
    where: `${has.file}, column "${column}"`,
    why: `the first are ${examples(ids)}`,
    mend: `use the ${has.file} and ${lacks.file} of the same competition, or name the id column with --id`,
  };
}

function examples(ids: readonly string[]): string {
  return ids
    .slice(0, 3)
    .map((id) => `"${id}"`)
    .join(', ');
}
