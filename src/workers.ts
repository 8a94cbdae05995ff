import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createControlActivities, createTrainingActivities } from '../activities/index.js';
import type { ActivityDependencies } from '../activities/dependencies.js';
import { taskQueues } from '../workflows/messages.js';

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly dependencies: ActivityDependencies;
}

/** The three workers of one process: workflows with light activities, cpu work, gpu work. */
export interface Workers {
  /** Settles when all have drained after shutdown; rejects when one fails. */
  run(): Promise<void>;
  shutdown(): void;
}

const lightActivities = 20;

export async function createWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, workflowBundle, dependencies } = options;
  const { slots } = dependencies.trainers;
  const common = {
    connection,
    namespace,
    maxHeartbeatThrottleInterval: '2s',
    defaultHeartbeatThrottleInterval: '2s',
    shutdownGraceTime: 0,
    shutdownForceTime: '15s',
  } as const;
  const training = { ...common, activities: { ...createTrainingActivities(dependencies) } };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: taskQueues.control,
      workflowBundle,
      activities: { ...createControlActivities(dependencies) },
      maxConcurrentActivityTaskExecutions: lightActivities,
    }),
    Worker.create({ ...training, taskQueue: taskQueues.cpu, maxConcurrentActivityTaskExecutions: slots + 1 }),
    Worker.create({ ...training, taskQueue: taskQueues.gpu, maxConcurrentActivityTaskExecutions: slots }),
  ]);
  return {
    async run() {
      await Promise.all(workers.map((worker) => worker.run()));
    },
    shutdown() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}
