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
