import { ApplicationFailure, Context } from '@temporalio/activity';
import { failureTypes } from '../src/domain/failure-types.js';
import type { TrainerResults, TrainerTask } from '../src/trainer/protocol.js';
import {
  OutOfMemoryError,
  OutOfTimeError,
  TaskFailedError,
  TooSlowError,
  TrainerLostError,
} from '../src/trainer/trainer-errors.js';
import type { PooledTaskOptions, TrainerPool } from '../src/trainer/trainer-pool.js';

const keepAliveMs = 1_000;

/**
 * Runs a task in a trainer under the current activity: progress becomes heartbeats, cancellation and
 * worker shutdown end the trainer, failures get the types of src/domain/failure-types.ts.
 */
export async function runInTrainer<T extends TrainerTask>(
  trainers: TrainerPool,
  task: T,
  options: Partial<Pick<PooledTaskOptions, 'deadlineMs' | 'timeLimitMs' | 'urgent' | 'onStart'>> = {},
): Promise<TrainerResults[T['kind']]> {
  const context = Context.current();
  let latest = { done: 0, note: 'waiting for a slot' };
  const keepAlive = setInterval(() => {
    context.heartbeat(latest);
  }, keepAliveMs);
  try {
    return await trainers.run(task, {
      deadlineMs: Infinity,
      ...options,
      signal: context.cancellationSignal,
      progress: (done, note) => {
        latest = { done, note };
        context.heartbeat(latest);
      },
    });
  } catch (error) {
    throw asFailure(error);
  } finally {
    clearInterval(keepAlive);
  }
}

function asFailure(error: unknown): unknown {
  if (error instanceof TaskFailedError) {
    return error.problems === null
      ? ApplicationFailure.nonRetryable(error.message, failureTypes.badFit, error.trainerStack)
      : ApplicationFailure.nonRetryable(error.message, failureTypes.invalidInput, error.problems);
  }
  if (error instanceof OutOfTimeError) {
    return ApplicationFailure.nonRetryable(error.message, failureTypes.outOfTime);
  }
  if (error instanceof OutOfMemoryError || error instanceof TooSlowError) {
    return ApplicationFailure.nonRetryable(error.message, failureTypes.badFit);
  }
  if (error instanceof TrainerLostError) {
    return ApplicationFailure.retryable(error.message, failureTypes.trainerLost);
  }
  return error;
}
