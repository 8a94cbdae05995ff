import { check, lightgbmLibrary, type Handle } from './lightgbm-library.js';

/** LightGBM's own parameter names; https://lightgbm.readthedocs.io/en/stable/Parameters.html. */
export type LightgbmParameters = Readonly<Record<string, string | number | boolean>>;

/** Rows as the library wants them; NaN is missing, categorical columns hold codes from 0. */
export interface LightgbmRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array; // [rows × columns]
}

/** Binned rows with labels, in native memory. Call free once. */
export interface LightgbmDataset {
  readonly handle: Handle;
  free(): void;
}

/** A model in native memory. Call free once; while it learns, its datasets must live. */
export interface LightgbmBooster {
  /** Rows to evaluate on; `evaluate` then answers for them. */
  addValidation(dataset: LightgbmDataset): void;
  /** Adds one tree an output. False when no split was possible, so that nothing was added. */
  update(): boolean;
  /** The parameter `metric` on the validation rows after the last round. */
  evaluate(): number;
  /** Probabilities or values. @throws Error when one is not finite */
  predict(rows: LightgbmRows, threads: number): Float64Array; // [rows × outputs]
  /** The first `rounds` rounds in LightGBM's text format. */
  toText(rounds: number): string;
  free(): void;
}

const float32 = 0;
const float64 = 1;
const rowMajor = 1;
const normalPrediction = 0;
const allRounds = -1;
const quiet = { verbosity: -1 };

/** Bins rows. With a `reference` the bins are those of that dataset, as validation rows need. */
export function createDataset(
  rows: LightgbmRows,
  label: Float32Array, // [rows]
  parameters: LightgbmParameters,
  reference: LightgbmDataset | null = null,
): LightgbmDataset {
  checkSize(rows);
  if (label.length !== rows.rows) throw new Error(`${label.length} labels for ${rows.rows} rows`);
  const library = lightgbmLibrary();
  const out: [Handle | null] = [null];
  check(
    library,
    library.datasetCreate(
      rows.values,
      float64,
      rows.rows,
      rows.columns,
      rowMajor,
      formatParameters({ ...parameters, ...quiet }),
      reference?.handle ?? null,
      out,
    ),
  );
  const handle = created(out);
  const free = freeOnce(() => library.datasetFree(handle));
  try {
    check(library, library.datasetSetField(handle, 'label', label, label.length, float32));
  } catch (error) {
    free();
    throw error;
  }
  return { handle, free };
}

export function createBooster(dataset: LightgbmDataset, parameters: LightgbmParameters): LightgbmBooster {
  const library = lightgbmLibrary();
  const out: [Handle | null] = [null];
  check(library, library.boosterCreate(dataset.handle, formatParameters({ ...parameters, ...quiet }), out));
  return booster(created(out));
}

/** Restores what `toText` wrote. */
export function boosterFromText(text: string): LightgbmBooster {
  const library = lightgbmLibrary();
  const out: [Handle | null] = [null];
  check(library, library.boosterFromText(text, new Int32Array(1), out));
  return booster(created(out));
}

function booster(address: Handle): LightgbmBooster {
  const library = lightgbmLibrary();
  const flag = new Int32Array(1);
  const evaluation = new Float64Array(1);
  const free = freeOnce(() => library.boosterFree(address));
  let freed = false;
  const handle = (): Handle => {
    if (freed) throw new Error('this LightGBM model was freed');
    return address;
  };
  return {
    addValidation: (dataset) => {
      check(library, library.boosterAddValidation(handle(), dataset.handle));
    },
    update: () => {
      check(library, library.boosterUpdate(handle(), flag));
      return flag[0] === 0;
    },
    evaluate: () => {
      const firstValidation = 1;
      check(library, library.boosterEvaluate(handle(), firstValidation, new Int32Array(1), evaluation));
      return evaluation[0] ?? NaN;
    },
    predict: (rows, threads) => predict(handle(), rows, threads),
    toText: (rounds) => toText(handle(), rounds),
    free: () => {
      freed = true;
      free();
    },
  };
}

function predict(handle: Handle, rows: LightgbmRows, threads: number): Float64Array {
  checkSize(rows);
  const library = lightgbmLibrary();
  const outputs = new Int32Array(1);
  check(library, library.boosterOutputs(handle, outputs));
  const result = new Float64Array(rows.rows * (outputs[0] ?? 1));
  if (rows.rows === 0) return result;
  check(
    library,
    library.boosterPredict(
      handle,
      rows.values,
      float64,
      rows.rows,
      rows.columns,
      rowMajor,
      normalPrediction,
      0,
      allRounds,
      formatParameters({ num_threads: threads, ...quiet }),
      new BigInt64Array(1),
      result,
    ),
  );
  if (!result.every(Number.isFinite)) throw new Error('LightGBM predicted a number that is not finite');
  return result;
}

function toText(handle: Handle, rounds: number): string {
  const library = lightgbmLibrary();
  const length = new BigInt64Array(1);
  let buffer = new Uint8Array(1 << 20);
  const write = (): void => {
    check(library, library.boosterToText(handle, 0, rounds, 0, buffer.length, length, buffer));
  };
  write();
  if (Number(length[0]) > buffer.length) {
    buffer = new Uint8Array(Number(length[0]));
    write();
  }
  const end = buffer.indexOf(0);
  return new TextDecoder().decode(buffer.subarray(0, end < 0 ? buffer.length : end));
}

/** The library would read past the end. */
function checkSize({ rows, columns, values }: LightgbmRows): void {
  if (values.length === rows * columns) return;
  throw new Error(`${values.length} values for ${rows} rows of ${columns} columns`);
}

function created(out: [Handle | null]): Handle {
  if (out[0] === null) throw new Error('LightGBM returned no handle');
  return out[0];
}

let alive = 0;

/** Datasets and boosters that were created and not freed yet. */
export function lightgbmObjectsAlive(): number {
  return alive;
}

/** Counts a created object until its first `free`. */
function freeOnce(free: () => number): () => void {
  let isAlive = true;
  alive++;
  return () => {
    if (!isAlive) return;
    isAlive = false;
    alive--;
    free();
  };
}

function formatParameters(parameters: LightgbmParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
