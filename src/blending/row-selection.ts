import type { BlendRequest } from './blender.js';

/** Rows of each fold, ascending. */
export function rowsByFold(fold: Int32Array, folds: number): readonly Int32Array[] {
  const rows: number[][] = Array.from({ length: folds }, () => []);
  fold.forEach((value, row) => rows[value]?.push(row));
  return rows.map((each) => Int32Array.from(each));
}

/** Rows outside one fold, ascending. */
export function rowsOutside(fold: Int32Array, excluded: number): Int32Array {
  const rows: number[] = [];
  fold.forEach((value, row) => {
    if (value !== excluded) rows.push(row);
  });
  return Int32Array.from(rows);
}

/** Copies whole rows out of a row-major array [… × width]. */
export function pickRows(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const picked = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    for (let k = 0; k < width; k++) picked[i * width + k] = values[from + k] as number;
  }
  return picked;
}

/** The same request on some of its rows. */
export function onRows(request: BlendRequest, rows: Int32Array): BlendRequest {
  return {
    ...request,
    predictions: request.predictions.map((values) => pickRows(values, rows, request.outputs)),
    target: pickRows(request.target, rows, 1),
  };
}
