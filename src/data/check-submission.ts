import { InputError } from '../domain/input-error.js';
import type { SubmissionForm } from './dataset.js';
import { textColumns, withDuckDb } from './duckdb.js';
import { loadTable, type TextTable } from './load-table.js';

type Cells = readonly (readonly (string | null)[])[]; // [columns][rows]

/**
 * Reads a written submission back and compares it with the sample: header, ids, order, number of rows, no empty
 * cell, probabilities in [0, 1] that sum to 1, known labels, finite values.
 * @throws Error listing all that is wrong
 */
export async function checkSubmission(
  file: string,
  form: SubmissionForm,
  classes: readonly string[],
): Promise<void> {
  const { table, cells } = await readBack(file);
  const wrong =
    table.names.join('\u0001') === form.header.join('\u0001')
      ? [
          ...wrongIds(cells[form.header.indexOf(form.idColumn)] ?? [], form.ids),
          ...wrongCells(cells, form, classes),
        ]
      : [`the header is ${table.names.join(',')}, the sample has ${form.header.join(',')}`];
  if (wrong.length > 0) throw new Error(`the submission is not valid: ${wrong.join('; ')}`);
}

async function readBack(file: string): Promise<{ table: TextTable; cells: Cells }> {
  try {
    return await withDuckDb(async (db) => {
      const table = await loadTable(db, 'submission', file);
      const columns = table.names.map((_, at) => `c${at}`);
      return { table, cells: await textColumns(db, table.table, columns) };
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const found = error.problems.map(({ what, where, why }) => `${what} (${where}: ${why})`).join('; ');
    throw new Error(`the submission is not valid: ${found}`, { cause: error });
  }
}

function wrongIds(found: readonly (string | null)[], ids: readonly string[]): string[] {
  if (found.length !== ids.length) return [`it has ${found.length} rows, the sample has ${ids.length}`];
  const row = ids.findIndex((id, at) => found[at] !== id);
  return row < 0
    ? []
    : [`row ${row + 1} has the id "${found[row] ?? ''}", the sample has "${ids[row] ?? ''}"`];
}

function wrongCells(cells: Cells, form: SubmissionForm, classes: readonly string[]): string[] {
  const predictions = cells.filter((_, at) => form.header[at] !== form.idColumn);
  const wrong: string[] = [];
  for (const [row] of (predictions[0] ?? []).entries()) {
    const reason = wrongRow(
      predictions.map((column) => column[row] ?? null),
      form,
      classes,
    );
    if (reason !== undefined) wrong.push(`row ${row + 1} ${reason}`);
  }
  return wrong.length > 3 ? [...wrong.slice(0, 3), `${wrong.length - 3} more rows like these`] : wrong;
}

function wrongRow(
  texts: readonly (string | null)[],
  { output }: SubmissionForm,
  classes: readonly string[],
): string | undefined {
  if (texts.some((text) => text === null || text.trim() === '')) return 'has an empty cell';
  const shown = texts.join(',');
  if (output === 'labels') return classes.includes(shown) ? undefined : `has the unknown label "${shown}"`;
  const values = texts.map(Number);
  if (!values.every(Number.isFinite)) return `holds "${shown}", which is not a number`;
  if (output === 'values') return undefined;
  if (values.some((value) => value < 0 || value > 1)) return `holds "${shown}", outside of 0 to 1`;
  const sum = values.reduce((total, value) => total + value, 0);
  const adds = output === 'probability' || Math.abs(sum - 1) <= 1e-6;
  return adds ? undefined : `has probabilities that sum to ${sum}`;
}
