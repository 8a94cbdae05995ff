import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { WatchActivities } from '../../src/domain/activity-contracts.js';
import { taskQueues } from '../../workflows/messages.js';
import { workflowBundle } from '../temporal.js';
import type { Activities } from './scripted-activities.js';

/** Runs `test` while workers with these activities poll Podium's queues. */
export async function withWorkers<T>(
  environment: TestWorkflowEnvironment,
  activities: Activities & Partial<WatchActivities>,
  test: (newId: () => string) => Promise<T>,
): Promise<T> {
  const connection = environment.nativeConnection;
  const { namespace = 'default' } = environment;
  const common = {
    connection,
    namespace,
    activities: { ...activities },
    maxHeartbeatThrottleInterval: '200ms',
  } as const;
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: taskQueues.control, workflowBundle: await workflowBundle() }),
    Worker.create({ ...common, taskQueue: taskQueues.cpu }),
    Worker.create({ ...common, taskQueue: taskQueues.gpu }),
    Worker.create({ ...common, taskQueue: taskQueues.watch }),
  ]);
  const running = workers.map((worker) => worker.run());
  try {
    return await test(() => `example-${randomUUID().slice(0, 8)}`);
  } finally {
    for (const worker of workers) worker.shutdown();
    await Promise.all(running);
  }
}
