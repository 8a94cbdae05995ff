import type { DataProfile } from '../../domain/competition.js';

/** Size of the default network and length of its training; small tables want small networks. */
export interface Size {
  readonly blocks: number;
  readonly width: number;
  readonly epochs: number;
}

export function defaultSize(rows: number): Size {
  if (rows < 3000) return { blocks: 1, width: 64, epochs: 20 };
  return { blocks: 2, width: 128, epochs: rows < 20_000 ? 30 : 20 };
}

/** Columns that an encoded table has, roughly. */
export function expectedInputs({ numericColumns, categoricalColumns }: DataProfile): number {
  return numericColumns + 8 * categoricalColumns;
}

/**
 * Start-up of TensorFlow, then for each step its operations' overhead and the arithmetic of its rows.
 *
 * @param weights of the network
 * @param overheadSeconds of one step
 */
export function trainingSeconds(
  { rows }: DataProfile,
  epochs: number,
  weights: number,
  overheadSeconds: number,
): number {
  const batch = batchRows(rows);
  const steps = Math.max(1, (epochs * rows) / batch);
  return 1 + steps * (overheadSeconds + 2e-10 * batch * weights);
}

/** Rows of a mini-batch: larger than a GPU would need them, as on a CPU most of a small step is overhead. */
export function batchRows(rows: number): number {
  if (rows < 2000) return 64;
  if (rows < 8000) return 128;
  return rows < 50_000 ? 256 : 512;
}
