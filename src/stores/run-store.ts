import type { CompetitionSpec, RunPlan } from '../domain/competition.js';
import type { PreviousRun } from '../domain/schedule.js';
import type { FinishRunInput, ReopenInput } from '../domain/activity-contracts.js';
import type { BudgetLedger } from '../domain/budget-ledger.js';
import type { BudgetUse } from '../domain/run-event.js';

export type RunStatus = 'running' | 'finished' | 'failed' | 'cancelled';

/** A run as lists show it. */
export interface RunSummary {
  readonly id: string;
  readonly name: string;
  /** Folder of its files. */
  readonly path: string;
  readonly status: RunStatus;
  readonly plan: RunPlan;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly failure: string | null;
  readonly seconds: number | null;
  /** Of the last time it ended; null before, and where it never came to a plan. */
  readonly ledger: BudgetLedger | null;
  readonly trialsFinished: number;
  /** Best mean fold score of a single trial. */
  readonly bestScore: number | null;
}

export interface ReopenedPlan {
  readonly plan: RunPlan;
  /** Running time used before this opening. */
  readonly usedSeconds: number;
}

/** Competitions and their runs. All writes may be repeated. */
export interface RunStore {
  /** Stores the competition (by name and data hash) and the run. A second call with the same id changes nothing. */
  createRun(plan: RunPlan, spec: unknown): Promise<void>;
  /** Closes the run and stops its trials that still run. A run once closed stays as it is. */
  finishRun(input: FinishRunInput): Promise<void>;
  /**
   * Makes a run that is over, or whose workflow was lost, running again with new totals. Answers a second call
   * with the same opening as the first. @throws NotFoundError
   */
  reopenRun(input: ReopenInput & { readonly usedSeconds: number }): Promise<ReopenedPlan>;
  /** Announces, once a run and only while it runs, that its budget is nearly spent. */
  recordBudgetUse(runId: string, use: BudgetUse): Promise<void>;
  /** @throws NotFoundError */
  getRun(id: string): Promise<RunSummary>;
  /** The last finished run on the spec's folder under its name, or null. */
  findPrevious(spec: CompetitionSpec): Promise<PreviousRun | null>;
  /** Newest first. */
  listRuns(limit: number): Promise<readonly RunSummary[]>;
}
