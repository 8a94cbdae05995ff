import type { Matrix } from '../../features/matrix-encoder.js';

/** The non-zero cells of a matrix, row by row; one-hot matrices are mostly zeros. */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  /** Cells of row r are those from start[r] up to start[r + 1]. */
  readonly start: Int32Array; // [rows + 1]
  readonly column: Int32Array; // [cells]
  readonly value: Float64Array; // [cells]
}

export function sparseRows({ rows, columns, values }: Matrix): SparseRows {
  const cells = values.reduce((count, value) => count + Number(value !== 0), 0);
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(cells);
  const value = new Float64Array(cells);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      const cell = values[row * columns + j]!;
      if (cell === 0) continue;
      column[at] = j;
      value[at++] = cell;
    }
    start[row + 1] = at;
  }
  return { rows, columns, start, column, value };
}

/** Weights and, last, the intercept of each output. */
export type Coefficients = Float64Array; // [outputs × (columns + 1)]

/** Linear scores row by row. */
export function linearScores(x: SparseRows, coefficients: Coefficients, outputs: number): Float64Array {
  const width = x.columns + 1;
  const scores = new Float64Array(x.rows * outputs); // [rows × outputs]
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < outputs; k++) {
      let sum = coefficients[k * width + x.columns]!;
      for (let c = x.start[row]!; c < x.start[row + 1]!; c++) {
        sum += x.value[c]! * coefficients[k * width + x.column[c]!]!;
      }
      scores[row * outputs + k] = sum;
    }
  }
  return scores;
}
