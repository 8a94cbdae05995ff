import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { mkdir } from 'node:fs/promises';
import { loadConfig } from './config.js';
import { migrate } from './migrate.js';
import { pinoLogger } from './pino-logger.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { homeAt } from './services/home.js';
import { temporalConnectionOptions } from './services/temporal-connection.js';
import { createFileArtifactStore } from './stores/file-artifact-store.js';
import { openDatabase } from './stores/postgres/database.js';
import { createStores } from './stores/postgres/index.js';
import { createTrainerPool } from './trainer/trainer-pool.js';
import { workflowBundleFile } from './workflow-bundle-file.js';
import { createWorkers } from './workers.js';

/**
 * Entry point of a worker process. SIGTERM and SIGINT end trainers, give their folds back and exit with 0.
 * Sends {type: 'ready'} to a parent that listens.
 */
const config = loadConfig();
const logger = pino({ level: config.logLevel, base: { process: 'worker' } });
Runtime.install({
  logger: pinoLogger(logger),
  telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } },
});
const { databaseUrl, temporal } = config;
if (databaseUrl === null || temporal.address === null) {
  logger.fatal('DATABASE_URL and TEMPORAL_ADDRESS must be set: podium up starts a worker with both');
  process.exit(2);
}
const home = homeAt(config.home);
await Promise.all([migrate(databaseUrl), mkdir(home.artifacts, { recursive: true })]);
const db = openDatabase(databaseUrl, { maxConnections: config.slots + 8 });
const connection = await NativeConnection.connect(temporalConnectionOptions(temporal, temporal.address));
const trainers = createTrainerPool({
  slots: config.slots,
  threads: config.threadsPerTrainer,
  memoryBytes: config.trainerMemoryMb * 2 ** 20,
});
try {
  const workers = await createWorkers({
    connection,
    namespace: temporal.namespace,
    workflowBundle: { codePath: workflowBundleFile },
    dependencies: {
      ...createStores(db),
      artifacts: createFileArtifactStore(home.artifacts),
      trainers,
      threadsPerTrainer: config.threadsPerTrainer,
      runsFolder: home.runs,
      searchAttributes: await ensureSearchAttributes(connection, temporal.namespace, logger),
    },
  });
  trainers.warmUp();
  const running = workers.run();
  process.on('disconnect', () => {
    workers.shutdown();
  });
  process.send?.({ type: 'ready' });
  logger.info({ slots: config.slots, namespace: temporal.namespace }, 'worker is polling');
  await running;
  logger.info('worker has drained');
} finally {
  await trainers.close();
  await connection.close();
  await db.destroy();
}
process.exit(0);
