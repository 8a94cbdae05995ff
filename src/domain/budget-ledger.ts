import type { RunControl } from './run-control.js';

/** Running seconds by what they went to; together they are what was used. */
export interface BudgetParts {
  /** Reading and checking the data. */
  readonly preparing: number;
  /** Trials, and the blends beside them. */
  readonly searching: number;
  /** Finalists and weights of the last blend. */
  readonly blending: number;
  /** Writing and checking the submission of the last blend. */
  readonly writing: number;
}

/** A family that was left out at the end, because one trial of it needs more time than was left. */
export interface UnfitFamily {
  readonly family: string;
  /** Expected for one trial with all its folds. */
  readonly needsSeconds: number;
  readonly secondsLeft: number;
}

/** Where the budget of a run went. Seconds of running time: neither pauses nor down times are in `used`. */
export interface BudgetLedger {
  readonly askedSeconds: number;
  readonly usedSeconds: number;
  readonly pausedSeconds: number;
  /** Time in which no worker was up. */
  readonly downSeconds: number;
  readonly parts: BudgetParts;
  /** Of the search, the time that lanes stood without a trial, mean over the lanes. */
  readonly idleSeconds: number;
  /** What could have been tried and was not, with the reason; one line each. */
  readonly notStarted: readonly string[];
}

/** What was left when the search ended. */
export interface SearchRest {
  /** Number of the trial that would have been next. */
  readonly next: number;
  readonly unfit: readonly UnfitFamily[];
  readonly timeIsUp: boolean;
}

/** Why the search started nothing more. */
export function notStarted(
  control: Pick<RunControl, 'stopping' | 'maxTrials' | 'budgetSeconds'>,
  rest: SearchRest,
): readonly string[] {
  const { stopping, maxTrials, budgetSeconds } = control;
  const missing = maxTrials === null ? 0 : Math.max(maxTrials - rest.next, 0);
  const trials = `trial ${rest.next}${maxTrials === null ? ' and later' : ` to ${maxTrials - 1}`}`;
  if (maxTrials !== null && missing === 0) return [];
  if (stopping) return [`${trials}: the run was stopped`];
  const late = `${trials}: the ${budgetSeconds} s of the budget were used`;
  if (rest.unfit.length === 0) return rest.timeIsUp ? [late] : [];
  return rest.unfit.map(
    ({ family, needsSeconds, secondsLeft }) =>
      `${family}: a trial needs about ${needsSeconds.toPrecision(2)} s, ${Math.max(secondsLeft, 0).toPrecision(2)} s were left`,
  );
}
