import { executeChild, isCancellation } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { TrialAssignment } from '../src/domain/activity-contracts.js';
import { withOutcome, type SearchProgress } from '../src/domain/run-progress.js';
import type { TrialOutcome } from '../src/domain/trial.js';
import { control, suggestions } from './activity-proxies.js';
import { trialWorkflowId } from './messages.js';
import { trial } from './trial.js';

export interface TrialLanesOptions {
  readonly plan: RunPlan;
  /** Number of the first trial. */
  readonly first: number;
  /** Trials must be over at this time; may move while the search learns how long blends take. */
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

/** `parallelism` lanes, each with one trial at a time. Suggestions are asked for one after the other. */
export function createTrialLanes(options: TrialLanesOptions): { run(): Promise<TrialLanesEnd> } {
  const { plan } = options;
  let next = options.first;
  let exhausted = false;
  let asking: Promise<unknown> = Promise.resolve();

  const ask = (): Promise<TrialAssignment | null> => {
    const asked = asking.then(async () => {
      const secondsLeft = (options.searchDeadlineMs() - Date.now()) / 1000;
      const over = plan.maxTrials !== null && next >= plan.maxTrials;
      if (exhausted || over || secondsLeft <= 0) {
        exhausted = true;
        return null;
      }
      if (!options.mayGoOn(next)) return null;
      const assignment = await suggestions.suggestTrial({ plan, number: next, secondsLeft });
      if (assignment === null) exhausted = true;
      else next++;
      return assignment;
    });
    asking = asked.catch(() => undefined);
    return asked;
  };

  const lane = async (): Promise<void> => {
    for (let assignment = await ask(); assignment !== null; assignment = await ask()) {
      const { number, family } = assignment;
      options.update((now) => ({ ...now, running: [...now.running, { number, family }] }));
      const outcome = await runTrial(assignment, options.searchDeadlineMs());
      options.update((now) =>
        withOutcome(
          { ...now, running: now.running.filter((each) => each.number !== number) },
          outcome,
          plan.direction,
        ),
      );
      options.onFinished(outcome);
    }
  };

  const runTrial = async (assignment: TrialAssignment, deadlineMs: number): Promise<TrialOutcome> => {
    const { runId, dataset, metric, folds } = plan;
    const { number, family } = assignment;
    try {
      return await executeChild(trial, {
        workflowId: trialWorkflowId(runId, number),
        args: [{ plan: { runId, dataset, metric, folds }, assignment, deadlineMs }],
        staticSummary: `${family} #${String(number)}`,
        staticDetails: assignment.reason,
      });
    } catch (error) {
      if (isCancellation(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await control.closeTrial({ runId, number, state: 'failed', reason });
      return { number, family, state: 'failed', score: null, foldScores: [], seconds: 0, failure: reason };
    }
  };

  return {
    async run() {
      await Promise.all(Array.from({ length: plan.parallelism }, lane));
      return { next, exhausted };
    },
  };
}
