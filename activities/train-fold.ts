import { ApplicationFailure } from '@temporalio/activity';
import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { StaleAttemptError } from '../src/stores/store-errors.js';
import type { FoldLease } from '../src/stores/trial-store.js';
import type { ActivityDependencies } from './dependencies.js';
import { movedDeadlineMs } from './moved-deadline.js';
import { runInTrainer } from './run-in-trainer.js';

/** See TrainingActivities.trainFold. An attempt writes into a folder of its own and commits under its lease. */
export function trainFoldActivity(dependencies: ActivityDependencies): TrainingActivities['trainFold'] {
  const { trials, uptime, artifacts, trainers, threadsPerTrainer } = dependencies;
  return async (input) => {
    const start = await fenced(
      trials.startFold(input.runId, input.trial, input.fold),
      failureTypes.staleAttempt,
    );
    if (start.kind === 'finished') return start.result;
    const key = attemptKey(start.lease);
    const result = await runInTrainer(
      trainers,
      {
        kind: 'fit-fold',
        datasetFolder: artifacts.folder(input.dataset),
        family: start.suggestion.family,
        parameters: start.suggestion.parameters,
        seed: start.suggestion.seed,
        fold: input.fold,
        metric: input.metric,
        threads: threadsPerTrainer,
        outFolder: artifacts.folder(key),
      },
      {
        deadlineMs: await movedDeadlineMs(uptime, input.deadline),
        timeLimitMs: input.timeLimitSeconds * 1000,
      },
    );
    await fenced(
      trials.commitFold(start.lease, { ...result, artifacts: key }, input.folds),
      failureTypes.overtaken,
    );
    return { fold: input.fold, ...result };
  };
}

function attemptKey(lease: FoldLease): string {
  return [
    `runs/${lease.runId}/trials/${String(lease.trial)}`,
    `fold-${String(lease.fold)}`,
    `attempt-${String(lease.attempt)}`,
  ].join('/');
}

async function fenced<T>(work: Promise<T>, type: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StaleAttemptError)) throw error;
    const nonRetryable = type === failureTypes.staleAttempt;
    throw ApplicationFailure.create({ message: error.message, type, nonRetryable });
  }
}
