import type { DataProfile } from '../../domain/competition.js';

/** Rows of a mini-batch: larger than on a GPU would be best, for on a CPU most of a small step is overhead. */
export function batchRows(rows: number): number {
  if (rows < 2000) return 64;
  if (rows < 8000) return 128;
  return rows < 50_000 ? 256 : 512;
}

/**
 * Seconds of one fold with default settings on one core: start-up, then 3.5 ms of overhead a step and the
 * arithmetic of its rows.
 */
export function expectedSeconds(profile: DataProfile): number {
  const columns = profile.numericColumns + 8 * profile.categoricalColumns;
  const { width, blocks, epochs } = defaultSettings(profile.rows);
  const weights = width * (columns + 2 * blocks * width + profile.outputs);
  const steps = (epochs * profile.rows) / batchRows(profile.rows);
  return 1 + steps * (3.5e-3 + batchRows(profile.rows) * weights * 2.5e-10);
}

/** What the default depends on: small tables want small networks. */
export function defaultSettings(rows: number): { width: number; blocks: number; epochs: number } {
  if (rows < 3000) return { width: 64, blocks: 1, epochs: 20 };
  if (rows < 20_000) return { width: 128, blocks: 2, epochs: 30 };
  return { width: 128, blocks: 2, epochs: 16 };
}
