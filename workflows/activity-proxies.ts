import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  type ActivityOptions,
} from '@temporalio/workflow';
import type {
  ControlActivities,
  TrainingActivities,
  WatchActivities,
} from '../src/domain/activity-contracts.js';
import { nonRetryableFailureTypes } from '../src/domain/failure-types.js';
import { taskQueues } from './messages.js';

/**
 * The only table of queues, timeouts, heartbeats and retries. Attempts have no limit here, because a retry policy
 * cannot tell a database that is down for an hour, or a worker that was killed, from a fit that crashes its
 * trainer. activities/failure-rule.ts can: it makes the third crash final and lets everything else be tried
 * again. The week bounds what neither foresees.
 */
const retry = {
  initialInterval: '500ms',
  maximumInterval: '5s',
  nonRetryableErrorTypes: [...nonRetryableFailureTypes],
};
const scheduleToCloseTimeout = '7d';

const training: ActivityOptions = {
  startToCloseTimeout: '24h',
  scheduleToCloseTimeout,
  heartbeatTimeout: '5s', // workers beat each second; a killed worker's folds are free again after this
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  allowEagerDispatch: false,
  retry,
};

/** Milliseconds of work; a database that is down is waited for. */
export const control = proxyActivities<ControlActivities>({
  taskQueue: taskQueues.control,
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry,
});

/**
 * Suggestions and the down time: asked for once a trial, a few milliseconds each. Run by the worker that holds the workflow, they
 * cost no round trip through the server.
 */
export const suggestions = proxyLocalActivities<Pick<ControlActivities, 'suggestTrial' | 'downTime'>>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout,
  retry,
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

/** Waits until something happens, as often and as long as it takes, on a queue whose slots nobody else needs. */
export const watching = proxyActivities<WatchActivities>({
  taskQueue: taskQueues.watch,
  startToCloseTimeout: '24h', // then it is begun again
  heartbeatTimeout: '6s',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry,
});
