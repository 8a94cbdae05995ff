import { ApplicationFailure } from '@temporalio/workflow';
import type { RunResult } from '../src/domain/activity-contracts.js';
import type { BudgetLedger } from '../src/domain/budget-ledger.js';
import type { RunPlan } from '../src/domain/competition.js';
import { failureTypes } from '../src/domain/failure-types.js';
import type { SearchProgress } from '../src/domain/run-progress.js';

/** What a run ends with. @throws ApplicationFailure when there is no submission, saying why */
export function resultOf(
  plan: RunPlan,
  progress: SearchProgress,
  wasStopped: boolean,
  ledger: BudgetLedger,
): RunResult {
  const { top, ensemble, submission, counts } = progress;
  const [bestSingle] = top;
  if (bestSingle === undefined || ensemble === null || submission === null) {
    if (wasStopped && counts.finished === 0) {
      throw ApplicationFailure.nonRetryable(
        'no submission: the run was stopped before any trial was finished',
        failureTypes.nothingScored,
      );
    }
    throw ApplicationFailure.nonRetryable(
      `no submission: ${String(counts.finished)} trials finished, ${String(counts.failed)} failed, ${String(counts.stopped)} were stopped by the budget`,
      failureTypes.nothingScored,
    );
  }
  return {
    run: plan.runId,
    status: 'finished',
    metric: plan.metric,
    direction: plan.direction,
    bestSingle,
    ensemble,
    submission,
    trials: counts,
    seconds: ledger.usedSeconds,
    ledger,
  };
}
