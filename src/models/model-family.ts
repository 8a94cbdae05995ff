import type { DataProfile, TaskKind } from '../domain/competition.js';
import type { FitCheckpoint } from '../domain/fit-checkpoint.js';
import type { Parameters, SearchSpace } from '../domain/search-space.js';
import type { Table } from '../data/dataset.js';

/** What training minimises. The metric names it (src/metrics/metric.ts). */
export type Loss = 'log-loss' | 'squared' | 'absolute';

/** All that one fit may see. Held-out rows are not in here: a family cannot look at them by mistake. */
export interface FitRequest {
  readonly task: TaskKind;
  /** 1 for binary and regression, else the number of classes. */
  readonly outputs: number;
  readonly table: Table;
  /** Class index or (already transformed) value. */
  readonly target: Float64Array; // [table.rows]
  readonly loss: Loss;
  readonly parameters: Parameters;
  /** 32 bits unsigned; same request, same model. */
  readonly seed: number;
  /** Threads the fit may use. */
  readonly threads: number;
  /** Aborted on cancellation. Long loops await a turn of the event loop at least every 200 ms and check it. */
  readonly signal: AbortSignal;
  /** Rows of a mini-batch in place of `ModelFamily.batch.rows`. */
  readonly batchRows?: number;
  /** Families whose fits are short need not use it. A fit that goes on from it gives the same model, bit for bit. */
  readonly checkpoint?: FitCheckpoint;
  /** Share done in [0, 1] and a short note ("epoch 12/40"). Called at most every 200 ms. */
  progress(done: number, note: string): void;
}

/** A trained model. Call dispose once. */
export interface FittedModel {
  /**
   * Probability of class 1 (binary) [rows], of each class row by row (multiclass) [rows × outputs], or the
   * value (regression) [rows]. Finite always.
   */
  predict(table: Table): Promise<Float64Array>;
  /** Writes all that `load` needs into the existing, empty folder. */
  save(folder: string): Promise<void>;
  /** Frees native memory and tensors. */
  dispose(): void;
}

/** One kind of model. One self-contained file a family, one line in index.ts. */
export interface ModelFamily {
  /** Stored with trials; kebab-case, never renamed. */
  readonly id: string;
  readonly tasks: readonly TaskKind[];
  /** Queue and slot of the fits: 'gpu' runs on a core where no GPU is. */
  readonly device: 'cpu' | 'gpu';
  /** Rough seconds of one fold on one core, for choosing before anything was measured. */
  expectedSeconds(profile: DataProfile): number;
  space(profile: DataProfile): SearchSpace;
  /** Settings known to be good, best first; each lies in the space. The first one is the default. */
  portfolio(profile: DataProfile): readonly Parameters[];
  /** @throws Error with a one-line message when the fit diverges or the signal is aborted. */
  fit(request: FitRequest): Promise<FittedModel>;
  /** Of families that train in mini-batches: a fit that runs out of memory is tried once more with half of it. */
  readonly batch?: {
    /** What the family takes by itself for a table of so many rows. */
    rows(tableRows: number, parameters: Parameters): number;
    /** Half of it is never less. */
    readonly leastRows: number;
  };
  load(folder: string): Promise<FittedModel>;
}
