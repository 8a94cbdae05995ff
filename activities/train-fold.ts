import { rm } from 'node:fs/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { TrainFoldInput, TrainingActivities } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import type { FoldResult } from '../src/domain/trial.js';
import { loadFamily } from '../src/models/load-family.js';
import { StaleAttemptError } from '../src/stores/store-errors.js';
import type { FoldStart } from '../src/stores/trial-store.js';
import type { ActivityDependencies } from './dependencies.js';
import { movedDeadlineMs } from './moved-deadline.js';
import { runInTrainer } from './run-in-trainer.js';

const checkpointEveryMs = 5_000;

/**
 * See TrainingActivities.trainFold. An attempt writes into a folder of its own and commits under its lease. The
 * checkpoint is shared by all attempts at the fold and goes once it is committed or its trial closed.
 */
export function trainFoldActivity(dependencies: ActivityDependencies): TrainingActivities['trainFold'] {
  const { trials, artifacts } = dependencies;
  return async (input) => {
    const start = await fenced(
      trials.startFold(input.runId, input.trial, input.fold),
      failureTypes.staleAttempt,
    );
    if (start.kind === 'finished') return start.result;
    const foldKey = `runs/${input.runId}/trials/${String(input.trial)}/fold-${String(input.fold)}`;
    const checkpoint = artifacts.folder(`${foldKey}/checkpoint`);
    const result = await fitted(dependencies, input, start, foldKey, checkpoint);
    await rm(checkpoint, { recursive: true, force: true });
    return result;
  };
}

type Opened = Extract<FoldStart, { kind: 'train' }>;

async function fitted(
  { trials, uptime, artifacts, trainers, threadsPerTrainer }: ActivityDependencies,
  input: TrainFoldInput,
  { lease, suggestion, halfBatch }: Opened,
  foldKey: string,
  checkpoint: string,
): Promise<FoldResult> {
  const { family, parameters, seed } = suggestion;
  const key = `${foldKey}/attempt-${String(lease.attempt)}`;
  try {
    const { note, ...result } = await runInTrainer(
      trainers,
      {
        kind: 'fit-fold',
        datasetFolder: artifacts.folder(input.dataset),
        ...{ family, parameters, seed, halfBatch },
        fold: input.fold,
        metric: input.metric,
        threads: threadsPerTrainer,
        checkpoint: { folder: checkpoint, attempt: lease.attempt, everyMs: checkpointEveryMs },
        outFolder: artifacts.folder(key),
      },
      {
        deadlineMs: await movedDeadlineMs(uptime, input.deadline),
        timeLimitMs: input.timeLimitSeconds * 1000,
      },
    );
    await fenced(
      trials.commitFold(lease, { ...result, note, artifacts: key }, input.folds),
      failureTypes.overtaken,
    );
    return { fold: input.fold, ...result };
  } catch (error) {
    const isFirstLack = isOfType(error, failureTypes.outOfMemory) && !halfBatch;
    if (!isFirstLack || (await loadFamily(family)).batch === undefined) throw error;
    await fenced(trials.halveBatch(lease), failureTypes.overtaken);
    throw ApplicationFailure.retryable(`${error.message}; again with half the batch`, error.type);
  }
}

function isOfType(error: unknown, type: string): error is ApplicationFailure & { readonly type: string } {
  return error instanceof ApplicationFailure && error.type === type;
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
