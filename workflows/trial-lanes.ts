import { CancellationScope, condition, executeChild, isCancellation } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { TrialAssignment } from '../src/domain/activity-contracts.js';
import type { RunControl } from '../src/domain/run-control.js';
import { withOutcome, type SearchProgress } from '../src/domain/run-progress.js';
import type { TrialOutcome } from '../src/domain/trial.js';
import { control as light, suggestions } from './activity-proxies.js';
import { trialWorkflowId } from './messages.js';
import { trial } from './trial.js';

export interface TrialLanesOptions {
  readonly plan: RunPlan;
  /** Number of the first trial. */
  readonly first: number;
  control(): RunControl;
  /** Trials must be over at this time; moves with pauses, extensions, and what the search learns of blends. */
  searchDeadlineMs(): number;
  update(change: (now: SearchProgress) => SearchProgress): void;
  onFinished(outcome: TrialOutcome): void;
  /** False once this workflow run should hand over to a new one. */
  mayGoOn(number: number): boolean;
}

export interface TrialLanesEnd {
  /** Number of the next trial. */
  readonly next: number;
  /** True when nothing is left to try; false when a new workflow run should go on. */
  readonly exhausted: boolean;
}

export interface TrialLanes {
  run(): Promise<TrialLanesEnd>;
  /** Ends the running trials that are no longer wanted. */
  endUnwanted(): void;
}

/** `parallelism` lanes, each with one trial at a time. Suggestions are asked for one after the other. */
export function createTrialLanes(options: TrialLanesOptions): TrialLanes {
  const { plan, control } = options;
  const running = new Map<number, CancellationScope>();
  let next = options.first;
  /** Budget under which no family fitted the time left. */
  let nothingFitsSeconds: number | null = null;
  let failure: { readonly error: unknown } | null = null;

  const secondsLeft = (): number => (options.searchDeadlineMs() - Date.now()) / 1000;
  const exhausted = (): boolean => {
    const { maxTrials, budgetSeconds, stopping } = control();
    if (stopping || (maxTrials !== null && next >= maxTrials)) return true;
    return nothingFitsSeconds === budgetSeconds || secondsLeft() <= 0;
  };
  const isOver = (): boolean =>
    running.size === 0 && !control().paused && (exhausted() || !options.mayGoOn(next));
  const mayStart = (): boolean =>
    control().stopping || (!control().paused && running.size < control().parallelism);
  const hasRoom = (): boolean => mayStart() && !exhausted() && options.mayGoOn(next);
  const isWanted = (number: number): boolean => !control().stopping && !control().skipped.includes(number);

  const start = (assignment: TrialAssignment): void => {
    const { number, family } = assignment;
    const scope = new CancellationScope();
    running.set(number, scope);
    options.update((now) => ({ ...now, running: [...now.running, { number, family }] }));
    if (!isWanted(number)) scope.cancel();
    void runTrial(plan, assignment, scope, options.searchDeadlineMs())
      .then((outcome) => {
        options.update((now) =>
          withOutcome(
            { ...now, running: now.running.filter((each) => each.number !== number) },
            outcome,
            plan.direction,
          ),
        );
        options.onFinished(outcome);
      })
      .catch((error: unknown) => (failure ??= { error }))
      .finally(() => running.delete(number));
  };

  const startUntilOver = async (): Promise<TrialLanesEnd> => {
    for (;;) {
      await condition(() => failure !== null || hasRoom() || isOver());
      if (failure !== null) throw failure.error;
      if (isOver()) return { next, exhausted: exhausted() };
      if (!hasRoom()) continue;
      const { budgetSeconds } = control();
      const assignment = await suggestions.suggestTrial({ plan, number: next, secondsLeft: secondsLeft() });
      if (assignment === null) {
        nothingFitsSeconds = budgetSeconds;
        continue;
      }
      next++;
      await condition(mayStart);
      start(assignment);
    }
  };

  return {
    async run() {
      try {
        return await startUntilOver();
      } catch (error) {
        for (const scope of running.values()) scope.cancel();
        await CancellationScope.nonCancellable(() => condition(() => running.size === 0));
        throw error;
      }
    },
    endUnwanted() {
      for (const [number, scope] of running) if (!isWanted(number)) scope.cancel();
    },
  };
}

/** A trial that cannot even be run counts as failed, one whose scope is cancelled as stopped. */
async function runTrial(
  plan: RunPlan,
  assignment: TrialAssignment,
  scope: CancellationScope,
  deadlineMs: number,
): Promise<TrialOutcome> {
  const { runId, dataset, metric, folds } = plan;
  const { number, family } = assignment;
  try {
    return await scope.run(() =>
      executeChild(trial, {
        workflowId: trialWorkflowId(runId, number),
        args: [{ plan: { runId, dataset, metric, folds }, assignment, deadlineMs }],
        staticSummary: `${family} #${String(number)}`,
        staticDetails: assignment.reason,
      }),
    );
  } catch (error) {
    const state = isCancellation(error) ? 'stopped' : 'failed';
    const failure = isCancellation(error)
      ? 'cancelled'
      : error instanceof Error
        ? error.message
        : String(error);
    await CancellationScope.nonCancellable(() => light.closeTrial({ runId, number, state, reason: failure }));
    return { number, family, state, score: null, foldScores: [], seconds: 0, failure };
  }
}
