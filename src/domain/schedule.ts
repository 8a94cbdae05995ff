import type { RunResult } from './activity-contracts.js';
import type { CompetitionSpec } from './competition.js';

/** The only argument of the `scheduledCompetition` workflow. */
export interface ScheduledCompetitionInput {
  /** Without `after`, which the workflow sets. */
  readonly spec: CompetitionSpec;
  readonly scheduleId: string;
  /** Run even when nothing changed since the last finished run. Default false. */
  readonly always?: boolean | undefined;
}

/** An earlier run on the same folder under the same name. */
export interface PreviousRun {
  readonly run: string;
  /** sha-256 over the three files it read. */
  readonly dataHash: string;
  /** Whether it was asked for with the same spec, `after` aside. */
  readonly sameSpec: boolean;
}

/** What a schedule finds before it decides. */
export interface DataInspection {
  /** Name of the competition, from the spec or the folder. */
  readonly name: string;
  /** sha-256 over the three files as they are now. */
  readonly dataHash: string;
  /** The last finished one; null before the first. */
  readonly lastRun: PreviousRun | null;
}

export interface SkippedRun {
  readonly status: 'skipped';
  readonly reason: string;
  readonly lastRun: string;
}

/** A run of a schedule; `after` is the run whose best trials it tried first. */
export interface ScheduledRun extends RunResult {
  readonly after: string | null;
}

export type ScheduledResult = SkippedRun | ScheduledRun;
