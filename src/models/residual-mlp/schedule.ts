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

/** Rows of a mini-batch: larger than a GPU would need them, as on a CPU most of a small step is overhead. */
export function batchRows(rows: number): number {
  if (rows < 2000) return 64;
  if (rows < 8000) return 128;
  return rows < 50_000 ? 256 : 512;
}

/** Start-up of TensorFlow, then for each step its operations' overhead and the arithmetic of its rows. */
export function expectedSeconds(profile: DataProfile): number {
  const { blocks, width, epochs } = defaultSize(profile.rows);
  const inputs = profile.numericColumns + 8 * profile.categoricalColumns;
  const weights = width * (inputs + 2 * blocks * width + profile.outputs);
  const batch = batchRows(profile.rows);
  const steps = Math.max(1, (epochs * profile.rows) / batch);
  return 1 + steps * (1.5e-3 + 1.4e-3 * blocks + 2e-10 * batch * weights);
}
