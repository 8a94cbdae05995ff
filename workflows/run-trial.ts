import { CancellationScope, executeChild, isCancellation } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { Deadline, TrialAssignment } from '../src/domain/activity-contracts.js';
import type { TrialOutcome } from '../src/domain/trial.js';
import { control as light } from './activity-proxies.js';
import { trialWorkflowId } from './messages.js';
import { trial } from './trial.js';

/** A trial that cannot even be run counts as failed, one whose scope is cancelled as stopped. */
export async function runTrial(
  plan: RunPlan,
  assignment: TrialAssignment,
  scope: CancellationScope,
  deadline: Deadline,
): Promise<TrialOutcome> {
  const { runId, dataset, metric, direction, folds } = plan;
  const { number, family } = assignment;
  try {
    return await scope.run(() =>
      executeChild(trial, {
        workflowId: trialWorkflowId(runId, number),
        args: [{ plan: { runId, dataset, metric, direction, folds }, assignment, deadline }],
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
