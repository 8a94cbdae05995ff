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
  /** Families that are tried. */
  readonly families: readonly string[];
}

/** Milliseconds since the epoch. */
export interface Pause {
  readonly fromMs: number;
  /** Null while it goes on. */
  readonly toMs: number | null;
}

/** The settings with what the search needs to honour them; plain, so it travels through Temporal. */
export interface RunControl extends ControlSettings {
  /** Counts the changes. */
  readonly version: number;
  /** True once the last blend begins: then only `stop` and `resume` are accepted, and change nothing. */
  readonly searchOver: boolean;
  /** In order; the last one may still go on. */
  readonly pauses: readonly Pause[];
  /** Every family that suits the data; `families` are those of them that are tried. */
  readonly available: readonly string[];
  /** Numbers of trials that are not wanted. */
  readonly skipped: readonly number[];
}

/** What control starts from. */
export type ControlledPlan = Pick<
  RunPlan,
  'parallelism' | 'budgetSeconds' | 'maxTrials' | 'families' | 'availableFamilies'
>;

export function controlOf(plan: ControlledPlan): RunControl {
  return {
    paused: false,
    stopping: false,
    parallelism: plan.parallelism,
    budgetSeconds: plan.budgetSeconds,
    maxTrials: plan.maxTrials,
    version: 0,
    searchOver: false,
    pauses: [],
    families: plan.families,
    available: plan.availableFamilies,
    skipped: [],
  };
}

export function settingsOf(control: RunControl): ControlSettings {
  const { paused, stopping, parallelism, budgetSeconds, maxTrials, families } = control;
  return { paused, stopping, parallelism, budgetSeconds, maxTrials, families };
}

/** Length of all pauses up to `nowMs`, the present one included. */
export function pausedMsAt(control: Pick<RunControl, 'pauses'> | null, nowMs: number): number {
  const pauses = control?.pauses ?? [];
  return pauses.reduce((sum, { fromMs, toMs }) => sum + Math.max((toMs ?? nowMs) - fromMs, 0), 0);
}
