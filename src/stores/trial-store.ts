import type { Race } from '../domain/race.js';
import type { FoldResult, Suggestion, TrialRecord, UnscoredState } from '../domain/trial.js';

/** What an attempt at a fold holds while it trains. */
export interface FoldLease {
  readonly runId: string;
  readonly trial: number;
  readonly fold: number;
  /** 1, 2, …; only the newest attempt may commit. */
  readonly attempt: number;
}

/** Either a lease to train under, or the result that stands already. */
export type FoldStart =
  | {
      readonly kind: 'train';
      readonly lease: FoldLease;
      readonly suggestion: Suggestion;
      /** A fit of the trial ran out of memory: half of the family's mini-batch. */
      readonly halfBatch: boolean;
    }
  | { readonly kind: 'finished'; readonly result: FoldResult };

export interface TrialDetails extends TrialRecord {
  readonly seed: number;
  readonly sampler: string;
  readonly reason: string;
  readonly visible: readonly number[];
  readonly candidates: readonly string[];
  readonly race: Race | null;
  readonly blendRound: number | null;
  readonly failure: string | null;
  /** A type of src/domain/failure-types.ts; null unless it failed for a known reason. */
  readonly failureType: string | null;
  readonly halfBatch: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** In fold order; folds not finished are absent. */
  readonly folds: readonly CommittedFold[];
}

export interface CommittedFold extends FoldResult {
  readonly attempt: number;
  readonly artifacts: string;
  /** "went on from epoch 12/40 of attempt 1"; null where there is nothing to tell. */
  readonly note: string | null;
}

/** Trials and folds of a run. */
export interface TrialStore {
  /** Stores trials as running. A number stored already keeps what it has; the stored ones are returned. */
  recordSuggestions(runId: string, suggestions: readonly Suggestion[]): Promise<readonly Suggestion[]>;
  /** All trials of the run by number: what samplers need. */
  history(runId: string): Promise<readonly TrialRecord[]>;
  /** All trials of the run by number, with folds. */
  listTrials(runId: string): Promise<readonly TrialDetails[]>;
  /** Opens the next attempt at a fold and so fences off every older one. @throws NotFoundError */
  startFold(runId: string, trial: number, fold: number): Promise<FoldStart>;
  /**
   * Commits a fold under its lease; with the last of `folds` the trial is finished in the same transaction
   * (score = mean of the fold scores, seconds = their sum). @throws StaleAttemptError when a newer attempt exists
   */
  commitFold(
    lease: FoldLease,
    result: {
      readonly score: number;
      readonly seconds: number;
      readonly artifacts: string;
      readonly note?: string | null;
    },
    folds: number,
  ): Promise<void>;
  /**
   * Makes every attempt at the trial's folds that starts from now on take half of the mini-batch.
   * @throws StaleAttemptError when a newer attempt exists or the trial is closed
   */
  halveBatch(lease: FoldLease): Promise<void>;
  /** Marks a running trial failed, stopped or raced out; trials in any other state are left alone. */
  closeTrial(
    runId: string,
    number: number,
    state: UnscoredState,
    reason: string,
    failureType?: string,
  ): Promise<void>;
}
