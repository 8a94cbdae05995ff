import type { EnsembleRecord } from './ensemble.js';
import type { SubmissionRecord } from './activity-contracts.js';
import type { TrialOutcome } from './trial.js';
import type { Direction } from './competition.js';

export type RunStage = 'preparing' | 'searching' | 'blending' | 'finished' | 'failed';

export interface TrialCounts {
  readonly finished: number;
  readonly failed: number;
  readonly stopped: number;
  readonly raced: number;
}

/** What a search knows so far; small, so it can be sent to the parent and shown. */
export interface SearchProgress {
  readonly counts: TrialCounts;
  readonly running: readonly { readonly number: number; readonly family: string }[];
  /** The best finished trials, best first, at most ten. */
  readonly top: readonly TrialOutcome[];
  /** The ensemble behind the present submission. */
  readonly ensemble: EnsembleRecord | null;
  readonly submission: SubmissionRecord | null;
  /** How long everything was down, as far as the search knows, milliseconds. */
  readonly downMs: number;
}

export const emptyProgress: SearchProgress = {
  counts: { finished: 0, failed: 0, stopped: 0, raced: 0 },
  running: [],
  top: [],
  ensemble: null,
  submission: null,
  downMs: 0,
};

const topLength = 10;

/** Counts a trial's end and ranks it. */
export function withOutcome(
  progress: SearchProgress,
  outcome: TrialOutcome,
  direction: Direction,
): SearchProgress {
  const counts = { ...progress.counts, [outcome.state]: progress.counts[outcome.state] + 1 };
  if (outcome.score === null) return { ...progress, counts };
  const sign = direction === 'min' ? 1 : -1;
  const top = [...progress.top, outcome]
    .sort((a, b) => sign * ((a.score ?? NaN) - (b.score ?? NaN)) || a.number - b.number)
    .slice(0, topLength);
  return { ...progress, counts, top };
}
