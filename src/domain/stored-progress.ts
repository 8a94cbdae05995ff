import type { Direction } from './competition.js';
import type { EnsembleRecord } from './ensemble.js';
import type { SubmissionRecord } from './activity-contracts.js';
import { emptyProgress, withOutcome, type SearchProgress } from './run-progress.js';
import type { FoldResult, TrialRecord } from './trial.js';

/** What is stored of a run. */
export interface StoredRun {
  readonly trials: readonly (TrialRecord & {
    readonly failure: string | null;
    readonly folds: readonly FoldResult[];
  })[];
  readonly ensembles: readonly (EnsembleRecord & { readonly round: number })[];
  /** Oldest first. */
  readonly submissions: readonly (SubmissionRecord & { readonly round: number })[];
  readonly direction: Direction;
}

/** The progress of a search as its stored rows tell it. */
export function progressOf({ trials, ensembles, submissions, direction }: StoredRun): SearchProgress {
  const ranked = trials.reduce((progress, { number, family, state, score, seconds, failure, folds }) => {
    if (state === 'running') return progress;
    const foldScores = folds.map((fold) => fold.score);
    const outcome = { number, family, state, score, foldScores, seconds: seconds ?? 0, failure };
    return withOutcome(progress, outcome, direction);
  }, emptyProgress);
  const last = submissions.at(-1);
  const standing = ensembles.find((each) => each.round === last?.round && each.chosen);
  return { ...ranked, ensemble: standing ?? null, submission: last ?? null };
}
