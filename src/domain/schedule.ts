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

/** The only argument of the `watchFolder` workflow; the last four are what it hands on when it continues as new. */
export interface WatchInput {
  readonly scheduleId: string;
  /** Absolute folder of the competition. */
  readonly path: string;
  /** sha-256 over the three files that count as known; null where any content is news. */
  readonly seen: string | null;
  /** Why the files cannot be read, where that is so. */
  readonly away?: string | null | undefined;
  /** Something new has come that the schedule was not triggered for yet. */
  readonly due?: boolean | undefined;
  /** What the trigger waits for. */
  readonly hold?: TriggerHold | null | undefined;
}

/** Why a schedule cannot be triggered now. */
export type TriggerHold = 'paused' | 'running';

export interface AwaitDataInput {
  readonly path: string;
  readonly seen: string | null;
  /** Whether the files were away when this was asked. */
  readonly away: boolean;
}

/** The files lie still: with other content than asked about, or back again; or they are away. */
export type DataNews =
  { readonly state: 'there'; readonly dataHash: string } | { readonly state: 'away'; readonly why: string };

export interface TriggerInput {
  readonly scheduleId: string;
  /** What is known to stand in the way. */
  readonly hold: TriggerHold | null;
}

export interface WatchEnd {
  readonly status: 'ended';
  readonly reason: string;
}

export type ScheduledResult = SkippedRun | ScheduledRun;
