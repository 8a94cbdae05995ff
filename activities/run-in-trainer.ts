import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { failureTypes } from '../src/domain/failure-types.js';
import type { TrainerResults, TrainerTask } from '../src/trainer/protocol.js';
import {
  HungError,
  NotFiniteError,
  OutOfMemoryError,
  OutOfTimeError,
  TaskFailedError,
  TooSlowError,
  TrainerLostError,
} from '../src/trainer/trainer-errors.js';
import type { PooledTaskOptions, TrainerPool } from '../src/trainer/trainer-pool.js';

const keepAliveMs = 1_000;
/** For a checkpoint, when the worker ends. */
const leaveWithinMs = 2_000;

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
      leaveWithinMs: (reason) => (isWorkerShutdown(reason) ? leaveWithinMs : 0),
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

/** Whether an activity was cancelled because its worker ends; another attempt follows. */
function isWorkerShutdown(reason: unknown): boolean {
  return reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN';
}

const finalKinds = [
  [OutOfTimeError, failureTypes.outOfTime],
  [OutOfMemoryError, failureTypes.outOfMemory],
  [TooSlowError, failureTypes.timeLimit],
  [HungError, failureTypes.hang],
  [NotFiniteError, failureTypes.notFinite],
] as const;

function asFailure(error: unknown): unknown {
  if (error instanceof TaskFailedError) {
    return error.problems === null
      ? ApplicationFailure.nonRetryable(error.message, failureTypes.badFit, error.trainerStack)
      : ApplicationFailure.nonRetryable(error.message, failureTypes.invalidInput, error.problems);
  }
  for (const [kind, type] of finalKinds) {
    if (error instanceof kind) return ApplicationFailure.nonRetryable(error.message, type);
  }
  if (error instanceof TrainerLostError) {
    return ApplicationFailure.retryable(error.message, failureTypes.trainerLost);
  }
  return error;
}
