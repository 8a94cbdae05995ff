import { literal } from './duckdb.js';

/** Texts that stand for "no value" in any column; an empty cell does too. */
export const missingTexts: readonly string[] = [
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  'NaN',
  'nan',
  'NULL',
  'null',
  '<NA>',
];

/** Texts that stand for "no value" in a column whose other cells are numbers. */
export const missingAmongNumbers: readonly string[] = [
  ...missingTexts,
  '?',
  '-',
  '.',
  'None',
  'none',
  'NONE',
  'missing',
  'unknown',
];

const missing = new Set(missingTexts);

/** The text, or null where it stands for no value. */
export function present(text: string | null): string | null {
  return text === null || missing.has(text.trim()) ? null : text;
}

/** SQL condition: the trimmed cell is one of the texts. A list, since DuckDB turns a long IN into a join. */
export function isOneOfSql(cell: string, texts: readonly string[]): string {
  return `list_contains([${texts.map(literal).join(', ')}], trim(${cell}))`;
}

/** The number a text spells, NaN where it spells none. */
export function numberOf(text: string | null): number {
  if (text === null || text.trim() === '') return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}
