import type { DataProfile, OutputForm, TaskKind } from '../domain/competition.js';

/** Numbers; a missing value is NaN. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float64Array; // [rows]
}

/** Codes into a dictionary shared by training and test rows; -1 is missing. */
export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  readonly codes: Int32Array; // [rows], each -1 or in [0, levels)
  /** Size of the dictionary. Codes carry no order and no information about the target. */
  readonly levels: number;
}

export type Column = NumericColumn | CategoricalColumn;

/** Columns of equal length. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** A competition's data after preparation: what trainers read. */
export interface Dataset {
  readonly task: TaskKind;
  /** Names of the classes in order of their index; empty for regression. For binary, index 1 is positive. */
  readonly classes: readonly string[];
  readonly train: Table;
  readonly test: Table;
  /** Class index or value of each training row. */
  readonly target: Float64Array; // [train.rows]
  /** Fold of each training row, 0 … folds-1. */
  readonly fold: Int32Array; // [train.rows]
  readonly folds: number;
  readonly profile: DataProfile;
}

/** What the submission file must look like. */
export interface SubmissionForm {
  readonly header: readonly string[];
  readonly idColumn: string;
  /** Ids exactly as the sample writes them, in its order. */
  readonly ids: readonly string[];
  /** Row of the test table for each id. */
  readonly testRow: Int32Array; // [ids]
  readonly output: OutputForm;
  /** For 'class-probabilities': class index of each prediction column of the header. */
  readonly columnClass: readonly number[];
}

/** Rows `index` of `table`, copied. */
export function takeRows(table: Table, index: Int32Array): Table {
  return {
    rows: index.length,
    columns: table.columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: Float64Array.from(index, (row) => column.values[row] ?? NaN) }
        : { ...column, codes: Int32Array.from(index, (row) => column.codes[row] ?? -1) },
    ),
  };
}
