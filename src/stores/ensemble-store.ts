import type { EnsembleRecord } from '../domain/ensemble.js';
import type { SubmissionRecord } from '../domain/activity-contracts.js';

export interface StoredEnsemble extends EnsembleRecord {
  /** Blend round of the run it belongs to. */
  readonly round: number;
  /** Artifact key of its predictions. */
  readonly artifacts: string;
  readonly createdAt: Date;
}

export interface StoredSubmission extends SubmissionRecord {
  readonly round: number;
  readonly createdAt: Date;
}

/** Ensembles and submissions of a run. */
export interface EnsembleStore {
  /** Stores a round's ensembles once; a repeated call returns what is stored. Numbers count on over rounds. */
  recordRound(
    runId: string,
    round: number,
    ensembles: readonly Omit<StoredEnsemble, 'number' | 'round' | 'createdAt'>[],
  ): Promise<readonly StoredEnsemble[]>;
  /** By number. */
  listEnsembles(runId: string): Promise<readonly StoredEnsemble[]>;
  /**
   * Keyed by run and content hash; a repeated call changes nothing.
   * @throws StaleAttemptError when the run is closed: its end is the last of its events
   */
  recordSubmission(runId: string, round: number, submission: SubmissionRecord): Promise<void>;
  /** Oldest first. */
  listSubmissions(runId: string): Promise<readonly StoredSubmission[]>;
}
