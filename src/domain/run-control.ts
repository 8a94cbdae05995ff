import type { RunPlan } from './competition.js';

/** What a person may change of a live run, and what they get back from every change. */
export interface ControlSettings {
  /** No new trials start and the budget's clock stands still; folds under way end. */
  readonly paused: boolean;
  /** The search is being ended; what is finished is blended and written. Final. */
  readonly stopping: boolean;
  /** Trials at a time. */
  readonly parallelism: number;
  /** Total running time, pauses not counted. */
  readonly budgetSeconds: number;
  /** Total number of trials; null for no limit. */
  readonly maxTrials: number | null;
}

/** The settings with what the search needs to honour them; plain, so it travels through Temporal. */
export interface RunControl extends ControlSettings {
  /** Counts the changes. */
  readonly version: number;
  /** True once the last blend begins: then only `stop` and `resume` are accepted, and change nothing. */
  readonly searchOver: boolean;
  /** Length of the pauses that are over. */
  readonly pausedMs: number;
  /** Milliseconds since the epoch at which the present pause began. */
  readonly pausedSinceMs: number | null;
  /** Numbers of trials that are not wanted. */
  readonly skipped: readonly number[];
}

export function controlOf(plan: Pick<RunPlan, 'parallelism' | 'budgetSeconds' | 'maxTrials'>): RunControl {
  return {
    paused: false,
    stopping: false,
    parallelism: plan.parallelism,
    budgetSeconds: plan.budgetSeconds,
    maxTrials: plan.maxTrials,
    version: 0,
    searchOver: false,
    pausedMs: 0,
    pausedSinceMs: null,
    skipped: [],
  };
}

export function settingsOf(control: RunControl): ControlSettings {
  const { paused, stopping, parallelism, budgetSeconds, maxTrials } = control;
  return { paused, stopping, parallelism, budgetSeconds, maxTrials };
}

/** All pauses up to `nowMs`, the present one included: what every deadline moves by. */
export function pausedMsAt(control: RunControl | null, nowMs: number): number {
  if (control === null) return 0;
  const present = control.pausedSinceMs === null ? 0 : Math.max(nowMs - control.pausedSinceMs, 0);
  return control.pausedMs + present;
}
