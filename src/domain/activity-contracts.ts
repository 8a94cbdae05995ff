import type { CompetitionSpec, Direction, RunPlan } from './competition.js';
import type { EnsembleRecord } from './ensemble.js';
import type { BudgetUse, ScheduleChange } from './run-event.js';
import type { DataInspection, ScheduledCompetitionInput } from './schedule.js';
import type { FoldResult, TrialOutcome } from './trial.js';

/** Light activities on the queue `podium`: store and decide. */
export interface ControlActivities {
  /** Proposes a trial from the results visible now and stores it; null when no family fits the time left. */
  suggestTrial(input: SuggestInput): Promise<TrialAssignment | null>;
  /** Marks a trial failed or stopped, with its reason; leaves finished ones alone. */
  closeTrial(input: CloseTrialInput): Promise<void>;
  /** Picks the trials worth blending: good and unlike. */
  chooseFinalists(input: ChooseFinalistsInput): Promise<readonly number[]>;
  /** Sets the run's final status; running trials become stopped. */
  finishRun(input: FinishRunInput): Promise<void>;
  /** Announces once that the run's budget is nearly spent. */
  recordBudgetUse(input: BudgetUseInput): Promise<void>;
  /** Announces that a schedule had nothing to do. */
  recordSkip(input: RecordSkipInput): Promise<void>;
}

/** Work in trainer processes, on `podium-cpu` and `podium-gpu`. */
export interface TrainingActivities {
  /** Hashes the files and finds the last finished run on them; needs no trainer. */
  inspectData(input: ScheduledCompetitionInput): Promise<DataInspection>;
  /** Checks the spec and the files, writes dataset and folds, stores the run, returns the plan. */
  prepareData(input: PrepareInput): Promise<PreparedRun>;
  /** Fits one fold and commits it; returns the stored result when the fold is finished already. */
  trainFold(input: TrainFoldInput): Promise<FoldResult>;
  /** Fits all blenders on the finalists and stores them; returns the chosen one. */
  fitBlend(input: FitBlendInput): Promise<FittedRound>;
  /** Writes and checks the submission of an ensemble and stores it by content hash. */
  writeSubmission(input: WriteSubmissionInput): Promise<SubmissionRecord>;
}

export interface PrepareInput {
  readonly runId: string;
  /** As it came in: nothing about it is known yet. */
  readonly spec: CompetitionSpec;
}

export interface PreparedRun {
  readonly plan: RunPlan;
  /** Whether this Temporal namespace knows Podium's search attributes. */
  readonly searchAttributes: boolean;
}

/** What a trial workflow needs to know of a stored suggestion. */
export interface TrialAssignment {
  readonly number: number;
  readonly family: string;
  readonly device: 'cpu' | 'gpu';
  readonly reason: string;
  /** Longest time one of its folds may take, so that a fit that hangs does not hold a slot for the whole run. */
  readonly foldLimitSeconds: number;
}

export interface SuggestInput {
  readonly plan: RunPlan;
  /** Number of the trial asked for. */
  readonly number: number;
  /** Seconds until the last fold must be done; families that would not fit are left out. */
  readonly secondsLeft: number;
}

export interface ChooseFinalistsInput {
  readonly runId: string;
  readonly direction: Direction;
  /** How many at most. */
  readonly limit: number;
}

export interface CloseTrialInput {
  readonly runId: string;
  readonly number: number;
  readonly state: 'failed' | 'stopped';
  readonly reason: string;
}

export interface TrainFoldInput {
  readonly runId: string;
  readonly dataset: string;
  readonly metric: string;
  readonly trial: number;
  readonly family: string;
  readonly fold: number;
  readonly folds: number;
  /** Milliseconds since the epoch after which the fit is ended. */
  readonly deadlineMs: number;
  /** Longest time the fit may take once it has a slot. */
  readonly timeLimitSeconds: number;
}

export interface FitBlendInput {
  readonly runId: string;
  readonly dataset: string;
  readonly metric: string;
  readonly seed: number;
  /** Round within the run; ensembles of a round share it. */
  readonly round: number;
  readonly finalists: readonly number[];
  /** Milliseconds since the epoch after which the fit is ended. */
  readonly deadlineMs: number;
}

export interface FittedRound {
  /** The chosen one. */
  readonly ensemble: EnsembleRecord;
  /** Time in the trainer, without waiting for a slot. */
  readonly seconds: number;
}

export interface WriteSubmissionInput {
  readonly runId: string;
  readonly dataset: string;
  readonly metric: string;
  readonly round: number;
  /** Number of the ensemble within the run. */
  readonly ensemble: number;
  /** Absolute folder that receives submission.csv. */
  readonly out: string;
}

export interface SubmissionRecord {
  /** Absolute path of the file. */
  readonly file: string;
  readonly rows: number;
  /** sha-256 of the file. */
  readonly contentHash: string;
  /** Honest estimate of the ensemble it came from. */
  readonly estimate: number;
}

export interface FinishRunInput {
  readonly runId: string;
  readonly status: 'finished' | 'failed' | 'cancelled';
  readonly failure: string | null;
  readonly seconds: number;
}

export interface BudgetUseInput extends BudgetUse {
  readonly runId: string;
}

export interface RecordSkipInput {
  readonly scheduleId: string;
  readonly skip: ScheduleChange['payload'];
}

/** What the competition workflow returns and `podium run --json` prints. */
export interface RunResult {
  readonly run: string;
  readonly status: 'finished';
  readonly metric: string;
  readonly direction: 'min' | 'max';
  readonly bestSingle: TrialOutcome;
  readonly ensemble: EnsembleRecord;
  readonly submission: SubmissionRecord;
  readonly trials: { readonly finished: number; readonly failed: number; readonly stopped: number };
  readonly seconds: number;
}
