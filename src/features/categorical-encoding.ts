import type { CategoricalColumn } from '../data/dataset.js';
import type { Matrix } from './matrix-encoder.js';

/** What is remembered of one categorical column; plain data. */
export interface CategoricalState {
  readonly kind: 'categorical';
  readonly name: string;
  /** Codes with an indicator column each, most frequent first. */
  readonly codes: readonly number[];
  /** An indicator of levels that are rare or unseen: only where the training rows have rare ones. */
  readonly hasOther: boolean;
  readonly hasMissing: boolean;
  /** Standardised logarithm of how often each code was seen; null for columns of few levels. */
  readonly frequency: readonly number[] | null; // [levels + 1], the last for missing
  /** The frequency of codes outside the dictionary of the fit. */
  readonly unseenFrequency: number;
}

export function fitCategorical(
  column: CategoricalColumn,
  minCount: number,
  maxLevels: number,
): CategoricalState {
  const counts = new Float64Array(column.levels + 1);
  for (const code of column.codes) counts[slot(code, column.levels)]! += 1;
  const missing = counts[column.levels] ?? 0;
  const seen = [...counts.keys()].filter((code) => code < column.levels && counts[code]! > 0);
  const kept = seen
    .filter((code) => counts[code]! >= minCount)
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, maxLevels);
  const groups = kept.length + Number(kept.length < seen.length) + Number(missing > 0);
  const varies = groups > 1;
  const frequency = seen.length > maxLevels ? logFrequency(counts, column.codes) : null;
  return {
    kind: 'categorical',
    name: column.name,
    // Two groups need one indicator; the other one would repeat it.
    codes: varies ? (groups === 2 && kept.length > 0 ? kept.slice(0, 1) : kept) : [],
    hasOther: groups > 2 && kept.length < seen.length,
    hasMissing: missing > 0 && (groups > 2 || (varies && kept.length === 0)),
    frequency: frequency?.byCode ?? null,
    unseenFrequency: frequency?.unseen ?? 0,
  };
}

export function categoricalNames(state: CategoricalState): string[] {
  return [
    ...state.codes.map((code) => `${state.name}=${code}`),
    ...(state.hasOther ? [`${state.name}=other`] : []),
    ...(state.hasMissing ? [`${state.name}?`] : []),
    ...(state.frequency === null ? [] : [`${state.name}#`]),
  ];
}

/** Writes the column's values into `matrix` from column `at` on; returns how many columns it wrote. */
export function encodeCategorical(
  column: CategoricalColumn,
  state: CategoricalState,
  matrix: Matrix,
  at: number,
): number {
  const indicator = new Map(state.codes.map((code, i) => [code, i]));
  const other = state.codes.length;
  const missing = other + Number(state.hasOther);
  const frequency = missing + Number(state.hasMissing);
  for (let row = 0, cell = at; row < matrix.rows; row++, cell += matrix.columns) {
    const code = column.codes[row] ?? -1;
    const own = code < 0 ? (state.hasMissing ? missing : undefined) : indicator.get(code);
    if (own !== undefined) matrix.values[cell + own] = 1;
    else if (code >= 0 && state.hasOther) matrix.values[cell + other] = 1;
    if (state.frequency !== null) {
      const known = state.frequency[slot(code, state.frequency.length - 1)];
      matrix.values[cell + frequency] = known ?? state.unseenFrequency;
    }
  }
  return frequency + Number(state.frequency !== null);
}

function slot(code: number, levels: number): number {
  return code < 0 ? levels : code;
}

function logFrequency(counts: Float64Array, codes: Int32Array): { byCode: number[]; unseen: number } | null {
  const logs = counts.map(Math.log1p);
  let mean = 0;
  let square = 0;
  for (const code of codes) mean += logs[slot(code, counts.length - 1)]! / codes.length;
  for (const code of codes) square += (logs[slot(code, counts.length - 1)]! - mean) ** 2 / codes.length;
  const deviation = Math.sqrt(square);
  if (deviation < 1e-9) return null;
  return { byCode: Array.from(logs, (x) => (x - mean) / deviation), unseen: -mean / deviation };
}
