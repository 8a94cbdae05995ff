import type { Parameters } from './search-space.js';

/** What a model predicts: one of two classes, one of several, or a number. */
export type TaskKind = 'binary' | 'multiclass' | 'regression';

/**
 * How predictions stand in the submission: class labels in one column, the probability of the positive
 * class in one column, one probability column a class, or numbers in one column.
 */
export type OutputForm = 'labels' | 'probability' | 'class-probabilities' | 'values';

/** The sampler that proposes parameters inside a family once its portfolio is used up. */
export type SamplerId = 'tpe' | 'evolution' | 'quasi-random' | 'random';

/**
 * What a person asks for: the only argument of the `competition` workflow, the flags of `podium run` and the
 * keys of `podium.yaml`. Absent fields are inferred from the files or defaulted (see src/schemas.ts).
 */
export interface CompetitionSpec {
  /** Folder with train, test and sample_submission (csv or parquet) and, if present, podium.yaml. */
  readonly path: string;
  /** Shown everywhere; default: the folder's name. */
  readonly name?: string | undefined;
  readonly target?: string | undefined;
  readonly id?: string | undefined;
  readonly task?: TaskKind | undefined;
  readonly output?: OutputForm | undefined;
  /** Id of a metric in src/metrics/index.ts. */
  readonly metric?: string | undefined;
  /** Wall time from the start of the workflow to the written submission, seconds. Default 600. */
  readonly budgetSeconds?: number | undefined;
  /** Stop after so many trials, even if time is left. */
  readonly maxTrials?: number | undefined;
  /** Number of cross-validation folds, 2 to 20. Default 5. */
  readonly folds?: number | undefined;
  readonly seed?: number | undefined;
  /** Only these families (ids of src/models/index.ts). */
  readonly families?: readonly string[] | undefined;
  readonly sampler?: SamplerId | undefined;
  /** Ends trials whose first fold is far behind the best. Default true. */
  readonly racing?: boolean | undefined;
  /** Trials at a time. Default: the trainer slots of the worker that prepares the data. */
  readonly parallelism?: number | undefined;
  /** Columns that no model may see. */
  readonly drop?: readonly string[] | undefined;
  /** Folder that receives submission.csv. Default: the run's folder in PODIUM_HOME. */
  readonly out?: string | undefined;
  /** Id of an earlier run whose best trials are tried first. */
  readonly after?: string | undefined;
}

/**
 * The spec with every gap closed and the facts that families and samplers may depend on. Small and plain, so
 * it can travel through Temporal; rows and columns stay in the artifact `dataset`.
 */
export interface RunPlan {
  readonly runId: string;
  readonly name: string;
  readonly task: TaskKind;
  readonly metric: string;
  readonly direction: Direction;
  readonly output: OutputForm;
  readonly target: string;
  readonly id: string;
  readonly folds: number;
  readonly seed: number;
  readonly budgetSeconds: number;
  readonly maxTrials: number | null;
  readonly parallelism: number;
  /** Families that are tried. */
  readonly families: readonly string[];
  /** All that suit the task; more of them can be added while the run lives. */
  readonly availableFamilies: readonly string[];
  readonly sampler: SamplerId;
  readonly racing: boolean;
  readonly profile: DataProfile;
  /** Key of the prepared dataset in the artifact store. */
  readonly dataset: string;
  /** sha-256 over the three files. */
  readonly dataHash: string;
  /** sha-256 over the fold of each training row. */
  readonly foldsHash: string;
  /** Absolute folder that receives submission.csv. */
  readonly out: string;
  readonly warnings: readonly string[];
  /** Present when the spec names an earlier run. */
  readonly warmStart?: WarmStart;
}

/** The best trials of an earlier run, in the order in which they are tried before portfolios. */
export interface WarmStart {
  /** Id of the earlier run. */
  readonly run: string;
  readonly trials: readonly { readonly family: string; readonly parameters: Parameters }[];
}

/** Whether a smaller or a greater score is better. */
export type Direction = 'min' | 'max';

/** Counts that spaces and cost estimates depend on. */
export interface DataProfile {
  readonly task: TaskKind;
  /** Training rows. */
  readonly rows: number;
  readonly testRows: number;
  readonly numericColumns: number;
  readonly categoricalColumns: number;
  /** 1 for binary and regression, else the number of classes. */
  readonly outputs: number;
}
