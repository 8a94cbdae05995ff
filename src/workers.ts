import {
  Worker,
  type ActivityInboundCallsInterceptor,
  type NativeConnection,
  type WorkerInterceptors,
  type WorkerOptions,
  type WorkerStatus,
} from '@temporalio/worker';
import {
  createControlActivities,
  createTrainingActivities,
  createWatchActivities,
} from '../activities/index.js';
import type { ActivityDependencies } from '../activities/dependencies.js';
import { failureUnderRule } from '../activities/failure-rule.js';
import { taskQueues } from '../workflows/messages.js';
import type { QueueName } from './config.js';

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly queues: readonly QueueName[];
  readonly workflowBundle: NonNullable<WorkerOptions['workflowBundle']>;
  readonly dependencies: ActivityDependencies;
}

/** One worker a queue in one process: workflows with light activities, cpu work and watches of its data, gpu work. */
export interface Workers {
  /** Settles when all have drained after shutdown; rejects when one fails. */
  run(): Promise<void>;
  shutdown(): void;
  status(): readonly QueueStatus[];
}

export interface QueueStatus {
  readonly queue: string;
  readonly state: WorkerStatus['runState'];
  readonly activities: number;
  readonly workflows: number;
}

const underFailureRule: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw failureUnderRule(error);
    }
  },
};

const interceptors: WorkerInterceptors = { activity: [() => ({ inbound: underFailureRule })] };

const lightActivities = 20;
const watches = 200;

export async function createWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, workflowBundle, dependencies } = options;
  const { slots } = dependencies.trainers;
  const common = {
    connection,
    namespace,
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    stickyQueueScheduleToStartTimeout: '3s',
    interceptors,
    shutdownGraceTime: 0,
    shutdownForceTime: '15s',
  } as const;
  const training = { ...common, activities: { ...createTrainingActivities(dependencies) } };
  const create: Readonly<Record<QueueName | 'watch', () => Promise<Worker>>> = {
    control: () =>
      Worker.create({
        ...common,
        taskQueue: taskQueues.control,
        workflowBundle,
        activities: { ...createControlActivities(dependencies) },
        maxConcurrentActivityTaskExecutions: lightActivities,
      }),
    cpu: () =>
      Worker.create({
        ...training,
        taskQueue: taskQueues.cpu,
        maxConcurrentActivityTaskExecutions: slots + 1,
      }),
    gpu: () =>
      Worker.create({ ...training, taskQueue: taskQueues.gpu, maxConcurrentActivityTaskExecutions: slots }),
    watch: () =>
      Worker.create({
        ...common,
        taskQueue: taskQueues.watch,
        activities: { ...createWatchActivities() },
        maxConcurrentActivityTaskExecutions: watches,
      }),
  };
  // Workers of `cpu` are those that see the data.
  const queues = options.queues.flatMap((queue) => (queue === 'cpu' ? [queue, 'watch' as const] : [queue]));
  const workers = await Promise.all(queues.map((queue) => create[queue]()));
  return {
    async run() {
      await Promise.all(workers.map((worker) => worker.run()));
    },
    shutdown() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    },
    status: () => workers.map(statusOf),
  };
}

function statusOf(worker: Worker): QueueStatus {
  const status = worker.getStatus();
  return {
    queue: worker.options.taskQueue,
    state: status.runState,
    activities: status.numInFlightActivities,
    workflows: status.numCachedWorkflows,
  };
}
