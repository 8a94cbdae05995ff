import type { CompetitionSpec, Direction, RunPlan } from './competition.js';
import type { BudgetLedger, UnfitFamily } from './budget-ledger.js';
import type { Extension } from './control-commands.js';
import type { EnsembleRecord } from './ensemble.js';
import type { Race } from './race.js';
import type { Pause } from './run-control.js';
import type { BudgetUse, ScheduleChange } from './run-event.js';
import type { SearchProgress, TrialCounts } from './run-progress.js';
import type {
  AwaitDataInput,
  DataInspection,
  DataNews,
  ScheduledCompetitionInput,
  TriggerHold,
  TriggerInput,
} from './schedule.js';
import type { FoldResult, TrialOutcome, UnscoredState } from './trial.js';

/** Light activities on the queue `podium`: store and decide. */
export interface ControlActivities {
  /** Proposes a trial from the results visible now and stores it, unless no family fits the time left. */
  suggestTrial(input: SuggestInput): Promise<SuggestedTrial>;
  /** How long no worker was up, pauses not counted, milliseconds. */
  downTime(input: DownTimeInput): Promise<number>;
  /** Opens a run that is over, or whose workflow was lost, to go on from what is stored. */
  reopenRun(input: ReopenInput): Promise<ReopenedRun>;
  /** Marks a trial failed, stopped or raced out, with its reason; leaves finished ones alone. */
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

/** Waiting for what happens outside, on the queue `podium-watch` of the workers that see the data. */
export interface WatchActivities {
  /** Waits until the files of a competition lie still and differ from what is known, or are away. */
  awaitData(input: AwaitDataInput): Promise<DataNews>;
  /** Triggers a schedule that is active and idle, or says what stands in the way once that differs from `hold`. */
  triggerSchedule(input: TriggerInput): Promise<'triggered' | 'gone' | TriggerHold>;
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
  /** Null where it is not raced. */
  readonly race: Race | null;
}

export interface SuggestInput {
  readonly plan: RunPlan;
  /** Number of the trial asked for. */
  readonly number: number;
  /** Seconds until the last fold must be done; families that would not fit are left out. */
  readonly secondsLeft: number;
  /** The down time that is in `secondsLeft`; more of it gives more time. */
  readonly downMs: number;
  readonly clock: DownTimeInput;
}

export interface SuggestedTrial {
  /** Null when no family fits. */
  readonly assignment: TrialAssignment | null;
  /** As downTime answers. */
  readonly downMs: number;
  /** Empty when something fits. */
  readonly unfit: readonly UnfitFamily[];
}

export interface DownTimeInput {
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly pauses: readonly Pause[];
}

export interface ReopenInput {
  readonly runId: string;
  /** Names this opening: a second call with it changes nothing. */
  readonly opening: string;
  /** New totals; what is absent stays. */
  readonly extension: Extension;
}

export interface ReopenedRun extends PreparedRun {
  /** Running time used before. */
  readonly usedSeconds: number;
  /** Number of the first trial that was never suggested. */
  readonly next: number;
  /** Trials that were running when the workflow was lost. */
  readonly unfinished: readonly number[];
  /** Number of the next blend round. */
  readonly round: number;
  readonly progress: SearchProgress;
  /** Of the last time the run ended. */
  readonly ledger: BudgetLedger | null;
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
  readonly state: UnscoredState;
  readonly reason: string;
  /** A type of failure-types.ts. */
  readonly failureType?: string;
}

/** When work is ended: the activity that does it adds the down time, which may grow while it waits. */
export interface Deadline {
  /** Milliseconds since the epoch, as if nothing had been down. */
  readonly atMs: number;
  readonly clock: DownTimeInput;
}

export interface TrainFoldInput {
  readonly runId: string;
  readonly dataset: string;
  readonly metric: string;
  readonly trial: number;
  readonly family: string;
  readonly fold: number;
  readonly folds: number;
  readonly deadline: Deadline;
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
  readonly deadline: Deadline;
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
  readonly ledger?: BudgetLedger;
  /** What people made of the plan while the run lived; it becomes the plan's. */
  readonly settings?: Pick<RunPlan, 'parallelism' | 'budgetSeconds' | 'maxTrials' | 'families'>;
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
  readonly trials: TrialCounts;
  readonly seconds: number;
  readonly ledger: BudgetLedger;
}
