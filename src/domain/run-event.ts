/** A trial as its events name it. */
interface TrialEventPayload {
  readonly trial: number;
  readonly family: string;
}

interface ScoredTrialPayload extends TrialEventPayload {
  /** Mean of the fold scores in the metric's own sign. */
  readonly score: number;
  /** Training seconds over all folds. */
  readonly seconds: number;
}

interface ClosedTrialPayload extends TrialEventPayload {
  /** Why, one line. */
  readonly reason: string;
  readonly seconds: number;
}

interface ClosedRunPayload {
  /** Wall time from start to end. */
  readonly seconds: number;
  readonly failure: string | null;
}

interface ReopenedRunPayload {
  /** Names the opening. */
  readonly opening: string;
  /** Running time used before. */
  readonly usedSeconds: number;
  /** The totals from now on. */
  readonly budgetSeconds: number;
  readonly maxTrials: number | null;
}

/**
 * A change of the state of a run. The last one of a run is run.finished, run.failed or run.cancelled, unless it is
 * opened again.
 */
export type RunChange =
  | {
      readonly type: 'run.started';
      readonly payload: { readonly name: string; readonly metric: string; readonly direction: 'min' | 'max' };
    }
  /** After the end, or after its workflow was lost. */
  | { readonly type: 'run.reopened'; readonly payload: ReopenedRunPayload }
  | {
      readonly type: 'trial.started';
      readonly payload: TrialEventPayload & { readonly sampler: string; readonly reason: string };
    }
  /** trial.best follows a trial.finished whose score is better than all before. */
  | { readonly type: 'trial.finished' | 'trial.best'; readonly payload: ScoredTrialPayload }
  | { readonly type: 'trial.failed' | 'trial.stopped'; readonly payload: ClosedTrialPayload }
  | {
      readonly type: 'submission.ready';
      readonly payload: { readonly round: number; readonly file: string; readonly estimate: number };
    }
  | { readonly type: 'run.finished' | 'run.failed' | 'run.cancelled'; readonly payload: ClosedRunPayload };

/** A change as it was stored. */
export type RunEvent = RunChange & {
  /** Ascending within the run in the order of the commits. */
  readonly id: number;
  readonly runId: string;
  readonly at: Date;
};

/** Whether nothing follows in this run. */
export function endsRun({ type }: RunChange): boolean {
  return type === 'run.finished' || type === 'run.failed' || type === 'run.cancelled';
}
