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
  | { readonly type: 'trial.failed' | 'trial.stopped' | 'trial.raced'; readonly payload: ClosedTrialPayload }
  | {
      readonly type: 'submission.ready';
      readonly payload: { readonly round: number; readonly file: string; readonly estimate: number };
    }
  /** Once a run: nine tenths of its budget are used. */
  | { readonly type: 'budget.nearly-spent'; readonly payload: BudgetUse }
  | { readonly type: 'run.finished' | 'run.failed' | 'run.cancelled'; readonly payload: ClosedRunPayload };

/** Running time, pauses not counted. */
export interface BudgetUse {
  readonly usedSeconds: number;
  readonly budgetSeconds: number;
}

/** What a schedule did without a run. */
export interface ScheduleChange {
  readonly type: 'schedule.skipped';
  readonly payload: {
    /** Id of the workflow that the schedule started; one event for each. */
    readonly action: string;
    /** Why, one line. */
    readonly reason: string;
    /** The run since which nothing changed. */
    readonly lastRun: string;
  };
}

/** What events belong to: their ids ascend within it in the order of the commits. */
export type EventSubject = { readonly run: string } | { readonly schedule: string };

export type Change = RunChange | ScheduleChange;

interface Stored {
  readonly id: number;
  readonly at: Date;
}

/** A change as it was stored. */
export type PodiumEvent =
  (RunChange & Stored & { readonly run: string }) | (ScheduleChange & Stored & { readonly schedule: string });

/** Every type of event, for those who choose among them. */
export const eventTypes = Object.keys({
  'run.started': true,
  'run.reopened': true,
  'trial.started': true,
  'trial.finished': true,
  'trial.best': true,
  'trial.failed': true,
  'trial.stopped': true,
  'trial.raced': true,
  'submission.ready': true,
  'budget.nearly-spent': true,
  'run.finished': true,
  'run.failed': true,
  'run.cancelled': true,
  'schedule.skipped': true,
} satisfies Record<Change['type'], true>) as readonly Change['type'][];

/** One line of JSON: what `podium events --json` prints and what webhooks receive. */
export function eventJson(event: PodiumEvent): string {
  const { id, at, type, payload } = event;
  const subject = 'run' in event ? { run: event.run } : { schedule: event.schedule };
  return JSON.stringify({ id, ...subject, at, type, payload });
}

/** Whether nothing follows in this run. */
export function endsRun({ type }: Change): boolean {
  return type === 'run.finished' || type === 'run.failed' || type === 'run.cancelled';
}
