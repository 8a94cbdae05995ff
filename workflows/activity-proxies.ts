import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type { ControlActivities, TrainingActivities } from '../src/domain/activity-contracts.js';
import { nonRetryableFailureTypes } from '../src/domain/failure-types.js';
import { taskQueues } from './messages.js';

/** The only table of queues, timeouts, heartbeats and retries. */
const retry = {
  initialInterval: '500ms',
  maximumInterval: '20s',
  nonRetryableErrorTypes: [...nonRetryableFailureTypes],
};

const training: ActivityOptions = {
  startToCloseTimeout: '24h',
  heartbeatTimeout: '10s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  allowEagerDispatch: false,
  retry: { ...retry, maximumAttempts: 5 },
};

/** Milliseconds of work; a database that is down is waited for. */
export const control = proxyActivities<ControlActivities>({
  taskQueue: taskQueues.control,
  startToCloseTimeout: '30s',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { ...retry, maximumAttempts: 100 },
});

/**
 * Suggestions: asked for once a trial, a few milliseconds each. Run by the worker that holds the workflow, they
 * cost no round trip through the server.
 */
export const suggestions = proxyLocalActivities<Pick<ControlActivities, 'suggestTrial'>>({
  startToCloseTimeout: '30s',
  retry: { ...retry, maximumAttempts: 100 },
});

/** Work in a trainer process on a core. */
export const cpu = proxyActivities<TrainingActivities>({ ...training, taskQueue: taskQueues.cpu });

/** Blends and submissions: few, short, and waited for, so they go before folds. */
export const urgent = proxyActivities<TrainingActivities>({
  ...training,
  taskQueue: taskQueues.cpu,
  priority: { priorityKey: 1 },
});

/** Work in a trainer process on a GPU, or on a core of a machine that has none. */
export const gpu = proxyActivities<TrainingActivities>({ ...training, taskQueue: taskQueues.gpu });
