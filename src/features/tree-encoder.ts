import type { CategoricalColumn, Column, NumericColumn, Table } from '../data/dataset.js';
import type { Matrix } from './matrix-encoder.js';

/** Prepares tables for tree learners that handle categories and missing values (NaN) themselves. */
export interface TreeEncoder {
  /** Positions of the columns that hold codes 0, 1, 2 … or NaN. */
  readonly categorical: readonly number[];
  encode(table: Table): Matrix;
  /** Plain data for `treeEncoderFromJson`. */
  toJson(): TreeEncoderState;
}

export interface TreeEncoderState {
  readonly inputs: readonly (TreeNumericState | TreeCategoricalState)[];
}

interface TreeNumericState {
  readonly kind: 'numeric';
  readonly name: string;
  /** Replaces missing values where the training rows have none, and so no tree knows where to send them. */
  readonly fallback: number | null;
}

interface TreeCategoricalState {
  readonly kind: 'categorical';
  readonly name: string;
  /** Levels seen twice or more, most frequent first; all others are missing. */
  readonly codes: readonly number[];
}

const minCount = 2;

/** Fits an encoder on training rows. */
export function fitTreeEncoder(table: Table): TreeEncoder {
  return treeEncoderFromJson({
    inputs: table.columns.map((column) =>
      column.kind === 'numeric' ? fitNumeric(column) : fitCategorical(column),
    ),
  });
}

/** Restores an encoder from `toJson`. */
export function treeEncoderFromJson(state: TreeEncoderState): TreeEncoder {
  return {
    categorical: state.inputs.flatMap((input, i) => (input.kind === 'categorical' ? [i] : [])),
    encode: (table) => encode(table, state),
    toJson: () => state,
  };
}

function fitNumeric(column: NumericColumn): TreeNumericState {
  const present = column.values.filter(Number.isFinite).sort();
  const complete = present.length === column.values.length;
  return {
    kind: 'numeric',
    name: column.name,
    fallback: complete ? (present[present.length >> 1] ?? null) : null,
  };
}

function fitCategorical(column: CategoricalColumn): TreeCategoricalState {
  const counts = new Int32Array(column.levels);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const count = (code: number): number => counts[code] ?? 0;
  const codes = [...counts.keys()].filter((code) => count(code) >= minCount);
  return {
    kind: 'categorical',
    name: column.name,
    codes: codes.sort((a, b) => count(b) - count(a) || a - b),
  };
}

function encode(table: Table, state: TreeEncoderState): Matrix {
  if (table.columns.length !== state.inputs.length) {
    throw new Error(`the encoder was fitted on ${state.inputs.length} columns, not ${table.columns.length}`);
  }
  const columns = state.inputs.length;
  const values = new Float64Array(table.rows * columns);
  for (const [i, input] of state.inputs.entries()) {
    const value = reader(table.columns[i], input);
    for (let row = 0; row < table.rows; row++) values[row * columns + i] = value(row);
  }
  return { rows: table.rows, columns, values, names: state.inputs.map((input) => input.name) };
}

function reader(
  column: Column | undefined,
  input: TreeNumericState | TreeCategoricalState,
): (row: number) => number {
  if (column?.kind === 'numeric' && input.kind === 'numeric' && column.name === input.name) {
    const fallback = input.fallback ?? NaN;
    return (row) => {
      const value = column.values[row] ?? NaN;
      return Number.isFinite(value) ? value : fallback;
    };
  }
  if (column?.kind === 'categorical' && input.kind === 'categorical' && column.name === input.name) {
    const code = new Map(input.codes.map((original, position) => [original, position]));
    return (row) => code.get(column.codes[row] ?? -1) ?? NaN;
  }
  throw new Error(`expected the ${input.kind} column "${input.name}", got ${column?.kind} "${column?.name}"`);
}
