import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { loadConfig } from './config.js';
import { startHealthServer } from './health-server.js';
import type { HealthSubject } from './health.js';
import { migrate } from './migrate.js';
import { pinoLogger } from './pino-logger.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { homeAt, webhookSecret } from './services/home.js';
import { temporalConnectionOptions } from './services/temporal-connection.js';
import { createFileArtifactStore } from './stores/file-artifact-store.js';
import { openDatabase } from './stores/postgres/database.js';
import { createStores } from './stores/postgres/index.js';
import { createTrainerPool } from './trainer/trainer-pool.js';
import { startDeliverer, type Deliverer } from './webhooks/deliverer.js';
import { workflowBundleFile } from './workflow-bundle-file.js';
import { keepUptime } from './keep-uptime.js';
import { createWorkers } from './workers.js';

/**
 * Entry point of a worker process. SIGTERM and SIGINT end trainers, give their folds back and exit with 0.
 * Sends {type: 'ready'} to a parent that listens.
 */
const config = loadConfig();
const logger = pino({
  level: config.logLevel,
  base: { process: 'worker', worker: `${process.pid}@${hostname()}` },
});
Runtime.install({
  logger: pinoLogger(logger),
  telemetryOptions: {
    logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } },
    ...(config.metricsAddress === null
      ? {}
      : { metrics: { prometheus: { bindAddress: config.metricsAddress } } }),
  },
});
const { databaseUrl, temporal } = config;
if (databaseUrl === null || temporal.address === null) {
  logger.fatal('DATABASE_URL and TEMPORAL_ADDRESS must be set: podium up starts a worker with both');
  process.exit(2);
}
// Once they exist, the workers take these signals.
const leaveAtOnce = (): void => process.exit(0);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, leaveAtOnce);
const home = homeAt(config.home);
const artifacts = config.artifacts ?? home.artifacts;
const db = openDatabase(databaseUrl, { maxConnections: config.slots + 8 });
const trainers = createTrainerPool({
  slots: config.slots,
  threads: config.threadsPerTrainer,
  memoryBytes: config.trainerMemoryMb * 2 ** 20,
});
const subject: HealthSubject = { db, trainers, workers: null };
const healthServer =
  config.healthAddress === null ? null : await startHealthServer(config.healthAddress, subject);
await Promise.all([migrate(databaseUrl), mkdir(artifacts, { recursive: true })]);
const stores = createStores(db, databaseUrl);
let deliverer: Deliverer | null = null;
const connection = await NativeConnection.connect(temporalConnectionOptions(temporal, temporal.address));
try {
  const workers = await createWorkers({
    connection,
    namespace: temporal.namespace,
    queues: config.queues,
    workflowBundle: { codePath: workflowBundleFile },
    dependencies: {
      ...stores,
      artifacts: createFileArtifactStore(artifacts),
      trainers,
      threadsPerTrainer: config.threadsPerTrainer,
      runsFolder: home.runs,
      searchAttributes: await ensureSearchAttributes(connection, temporal.namespace, logger),
    },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, leaveAtOnce);
  subject.workers = workers;
  if (config.queues.some((queue) => queue !== 'control')) trainers.warmUp();
  if (config.queues.includes('control')) {
    const secret = config.webhookSecret ?? webhookSecret(home);
    deliverer = startDeliverer({ store: stores.webhooks, secret, logger });
  }
  const running = workers.run();
  process.on('disconnect', () => {
    workers.shutdown();
  });
  const uptime = keepUptime(stores.uptime, `${process.pid}@${hostname()}`, connection);
  process.send?.({ type: 'ready' });
  const { slots, queues } = config;
  logger.info({ slots, queues, namespace: temporal.namespace }, 'worker is polling');
  await running;
  uptime.stop();
  logger.info('worker has drained');
} finally {
  await deliverer?.close();
  await trainers.close();
  await connection.close();
  await healthServer?.close();
  await db.destroy();
}
process.exit(0);
