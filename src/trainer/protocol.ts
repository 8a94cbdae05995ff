import type { CompetitionSpec, RunPlan } from '../domain/competition.js';
import type { EnsembleRecord } from '../domain/ensemble.js';
import type { Parameters } from '../domain/search-space.js';
import type { InputProblem } from '../domain/input-error.js';

/** Reads the competition's files, infers what the spec leaves open, draws folds, writes the dataset. */
export interface PrepareTask {
  readonly kind: 'prepare';
  readonly runId: string;
  readonly spec: CompetitionSpec;
  /** Absolute folder for the dataset; created. */
  readonly datasetFolder: string;
  /** Key of that folder in the artifact store, copied into the plan. */
  readonly dataset: string;
  /** Used where the spec names no parallelism. */
  readonly defaultParallelism: number;
  /** Used where the spec names no output folder. */
  readonly defaultOut: string;
}

/** Fits one family on all folds but one; predicts the held-out fold and the test rows. */
export interface FitFoldTask {
  readonly kind: 'fit-fold';
  readonly datasetFolder: string;
  readonly family: string;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly fold: number;
  readonly metric: string;
  readonly threads: number;
  /** Half of the family's own mini-batch: an earlier fit of the trial ran out of memory. */
  readonly halfBatch: boolean;
  /** Null for a fit that keeps none. */
  readonly checkpoint: CheckpointPlace | null;
  /** Absolute folder that receives oof.bin and test.bin; created. */
  readonly outFolder: string;
}

/** Where an attempt at a fold keeps how far it is. */
export interface CheckpointPlace {
  /** Absolute folder, the same for all attempts at the fold; created. */
  readonly folder: string;
  /** Number of this attempt. */
  readonly attempt: number;
  /** Least time between two writes, milliseconds. */
  readonly everyMs: number;
}

/** Fits every blender on the finalists, estimates each honestly, writes the chosen one's test predictions. */
export interface FitBlendTask {
  readonly kind: 'fit-blend';
  readonly datasetFolder: string;
  readonly metric: string;
  readonly seed: number;
  readonly finalists: readonly Finalist[];
  /** Absolute folder that receives <blender>/oof.bin and <blender>/test.bin; created. */
  readonly outFolder: string;
}

export interface Finalist {
  readonly trial: number;
  /** Absolute folders of its folds' artifacts, in fold order. */
  readonly foldFolders: readonly string[];
}

/** Writes test predictions in the form of the sample submission and checks the file against it. */
export interface WriteSubmissionTask {
  readonly kind: 'write-submission';
  readonly datasetFolder: string;
  readonly metric: string;
  /** Absolute path of test predictions [test rows × outputs], float64. */
  readonly predictions: string;
  /** Absolute path of the submission; replaced in one rename. */
  readonly file: string;
}

export type TrainerTask = PrepareTask | FitFoldTask | FitBlendTask | WriteSubmissionTask;

export interface TrainerResults {
  readonly prepare: RunPlan;
  readonly 'fit-fold': FittedFold;
  readonly 'fit-blend': { readonly ensembles: readonly Omit<EnsembleRecord, 'number'>[] };
  readonly 'write-submission': { readonly rows: number; readonly contentHash: string };
}

export interface FittedFold {
  /** The metric on the held-out rows. */
  readonly score: number;
  /** Of the fit and its predictions, those before a checkpoint that it went on from included. */
  readonly seconds: number;
  /** What people should know of how it was fitted; null for nothing. */
  readonly note: string | null;
}

/** Parent to trainer, over the IPC channel. */
export type ToTrainer =
  | { readonly type: 'task'; readonly id: number; readonly task: TrainerTask }
  /** The process must end soon: a fit that keeps a checkpoint writes it first, all else ends at once. */
  | { readonly type: 'leave' };

/** Trainer to parent. */
export type FromTrainer =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly done: number; readonly note: string }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly result: TrainerResults[keyof TrainerResults];
      /** Resident memory after the task, bytes. */
      readonly rss: number;
    }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly message: string;
      readonly stack: string;
      /** Present when the input is to blame. */
      readonly problems?: readonly InputProblem[];
      readonly rss: number;
    };

/** What a task handler gets besides its task. */
export interface TaskContext {
  readonly signal: AbortSignal;
  progress(done: number, note: string): void;
}

/** What a fit gets. */
export interface FitContext extends TaskContext {
  readonly leave: Leave;
}

/** How a task leaves a process that must end. */
export interface Leave {
  /** From now on a request to end waits for `now`, as long as whoever asked has patience. */
  prepare(): void;
  asked(): boolean;
  /** Ends the process. */
  now(): void;
}
