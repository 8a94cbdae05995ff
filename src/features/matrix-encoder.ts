import type { Table } from '../data/dataset.js';
import {
  categoricalNames,
  encodeCategorical,
  fitCategorical,
  type CategoricalState,
} from './categorical-encoding.js';
import { encodeNumeric, fitNumeric, numericNames, type NumericState } from './numeric-encoding.js';

/** Dense numbers, row by row. Finite always. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array; // [rows × columns]
  readonly names: readonly string[]; // [columns]
}

export interface MatrixEncoderOptions {
  /** 'quantile-normal' maps heavily skewed columns to a normal shape; the others are standardised. */
  readonly numeric?: 'standard' | 'quantile-normal' | undefined;
  /** Levels seen less often in the training rows count as "other". Default 2. */
  readonly minCount?: number | undefined;
  /** One-hot columns of one categorical column at most, the most frequent levels first. Default 64. */
  readonly maxLevels?: number | undefined;
}

/** Turns tables into matrices by what it learnt from the rows it was fitted on, and from nothing else. */
export interface MatrixEncoder {
  readonly names: readonly string[]; // [columns]
  /** At least 1: where every column is constant a column of zeros stands in. */
  readonly columns: number;
  /** Rows may hold missing values and levels never seen. @throws Error when columns are not those of the fit */
  encode(table: Table): Matrix;
  /** Plain data for `matrixEncoderFromJson`. */
  toJson(): MatrixEncoderState;
}

export interface MatrixEncoderState {
  readonly inputs: readonly (NumericState | CategoricalState)[];
}

/**
 * Fits an encoder on training rows. Numeric columns: missing → median with an indicator column, then mean 0
 * and deviation 1. Categorical columns: one-hot, and above `maxLevels` levels also the level's frequency.
 * What is constant in these rows is dropped.
 */
export function fitMatrixEncoder(table: Table, options: MatrixEncoderOptions = {}): MatrixEncoder {
  const { numeric = 'standard', minCount = 2, maxLevels = 64 } = options;
  return matrixEncoderFromJson({
    inputs: table.columns.map((column) =>
      column.kind === 'numeric' ? fitNumeric(column, numeric) : fitCategorical(column, minCount, maxLevels),
    ),
  });
}

/** Restores an encoder from `toJson`. */
export function matrixEncoderFromJson(state: MatrixEncoderState): MatrixEncoder {
  const learnt = state.inputs.flatMap((input) =>
    input.kind === 'numeric' ? numericNames(input) : categoricalNames(input),
  );
  const names = learnt.length > 0 ? learnt : ['(nothing varies)'];
  return {
    names,
    columns: names.length,
    encode: (table) => encode(table, state, names),
    toJson: () => state,
  };
}

function encode(table: Table, state: MatrixEncoderState, names: readonly string[]): Matrix {
  if (table.columns.length !== state.inputs.length) {
    throw new Error(`the encoder was fitted on ${state.inputs.length} columns, not ${table.columns.length}`);
  }
  const matrix = {
    rows: table.rows,
    columns: names.length,
    values: new Float64Array(table.rows * names.length),
    names,
  };
  let at = 0;
  for (const [i, input] of state.inputs.entries()) {
    const column = table.columns[i];
    if (column?.name !== input.name || column.kind !== input.kind) {
      throw new Error(
        `column ${i} is ${column?.kind} "${column?.name}"; fitted was ${input.kind} "${input.name}"`,
      );
    }
    if (column.kind === 'numeric' && input.kind === 'numeric') at += encodeNumeric(column, input, matrix, at);
    if (column.kind === 'categorical' && input.kind === 'categorical') {
      at += encodeCategorical(column, input, matrix, at);
    }
  }
  return matrix;
}
