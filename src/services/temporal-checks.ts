import { Connection } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import proto from '@temporalio/proto';
import type { Config } from '../config.js';
import type { TemporalSettings } from '../temporal-settings.js';
import { note, ok, wrong, type Check } from './check.js';
import type { Home } from './home.js';
import { ServerAwayError } from './services-error.js';
import type { ServicesState } from './services-state.js';
import { temporalConnectionOptions } from './temporal-connection.js';

const TIMEOUT_MS = 5_000;
const POLL_MS = 75_000;
const { TASK_QUEUE_TYPE_WORKFLOW, TASK_QUEUE_TYPE_ACTIVITY } = proto.temporal.api.enums.v1.TaskQueueType;

/** Names of the task queues that a worker must poll. */
export interface PolledQueues {
  readonly workflows: string;
  readonly activities: readonly string[];
}

/** Whether Temporal answers for the namespace, and a worker polls its queues. */
export async function checkTemporal(
  config: Config,
  home: Home,
  address: string,
  running: ServicesState | null,
  queues: PolledQueues,
): Promise<readonly Check[]> {
  const { namespace } = config.temporal;
  let connection: Connection | null = null;
  try {
    const options = temporalConnectionOptions(config.temporal, address);
    connection = await Connection.connect({ ...options, connectTimeout: TIMEOUT_MS });
    await describeNamespace(connection, namespace);
    const webUi = running?.webUi ? `; web UI ${running.webUi}` : '';
    return [
      ok('Temporal', `answers at ${address}, namespace ${namespace}${securityOf(config.temporal)}${webUi}`),
      await checkWorker(connection, namespace, queues, home, running),
    ];
  } catch (error) {
    const mend =
      config.temporal.address === null
        ? `read ${home.temporalLog}; then podium down, podium up`
        : 'correct TEMPORAL_ADDRESS, or unset it for an embedded server';
    const detail = `${address}${securityOf(config.temporal)} does not answer: ${(error as Error).message}`;
    return [wrong('Temporal', detail, mend), note('worker', 'cannot be looked for without Temporal', mend)];
  } finally {
    await connection?.close();
  }
}

/** How it is reached, without a secret. */
function securityOf({ tls, apiKey, profile, metadata }: TemporalSettings): string {
  const certificate = tls?.clientCert == null ? 'TLS' : 'TLS with a client certificate';
  const headers = Object.keys(metadata);
  const parts = [
    tls === null ? null : certificate,
    apiKey === null ? null : 'API key',
    headers.length === 0 ? null : `headers ${headers.join(', ')}`,
    profile,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

async function describeNamespace(connection: Connection, namespace: string): Promise<void> {
  await connection.withDeadline(Date.now() + TIMEOUT_MS, () =>
    connection.workflowService.describeNamespace({ namespace }),
  );
}

async function checkWorker(
  connection: Connection,
  namespace: string,
  queues: PolledQueues,
  home: Home,
  running: ServicesState | null,
): Promise<Check> {
  const worker = running?.parts.worker;
  if (worker?.status === 'failed') {
    return wrong(
      'worker',
      `does not stay up: ${worker.lastError ?? 'no reason known'}`,
      `read ${home.workerLog}`,
    );
  }
  const polled = await Promise.all([
    pollersOf(connection, namespace, queues.workflows, TASK_QUEUE_TYPE_WORKFLOW),
    ...queues.activities.map((name) => pollersOf(connection, namespace, name, TASK_QUEUE_TYPE_ACTIVITY)),
  ]);
  const silent = polled.filter(({ identities }) => identities.length === 0).map(({ name }) => `"${name}"`);
  if (silent.length > 0) {
    const mend = `podium up; if it stays so, read ${home.workerLog}`;
    return wrong('worker', `nobody polls ${[...new Set(silent)].join(', ')}`, mend);
  }
  const workers = new Set(polled.flatMap(({ identities }) => identities));
  const names = new Set(polled.map(({ name }) => name));
  return ok('worker', `${[...workers].join(', ')} polls ${[...names].join(', ')}`);
}

/**
 * Who polls a queue for workflow tasks now: a poll lasts a minute, and Temporal remembers it for five.
 * @throws ServerAwayError when the server does not answer
 */
export async function recentPollers(
  settings: TemporalSettings,
  address: string,
  queue: string,
): Promise<readonly string[]> {
  const connection = Connection.lazy(temporalConnectionOptions(settings, address));
  try {
    return (await pollersOf(connection, settings.namespace, queue, TASK_QUEUE_TYPE_WORKFLOW, POLL_MS))
      .identities;
  } catch (error) {
    throw new ServerAwayError('temporal', address, (error as Error).message);
  } finally {
    await connection.close();
  }
}

/** Who polled a queue in the last minutes, or the last `withinMs`. */
async function pollersOf(
  connection: Connection,
  namespace: string,
  name: string,
  taskQueueType: proto.temporal.api.enums.v1.TaskQueueType,
  withinMs = Infinity,
): Promise<{ readonly name: string; readonly identities: readonly string[] }> {
  const { pollers } = await connection.withDeadline(Date.now() + TIMEOUT_MS, () =>
    connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
  );
  const recent = pollers.filter(({ lastAccessTime }) => Date.now() - tsToMs(lastAccessTime) < withinMs);
  return { name, identities: recent.map((poller) => poller.identity ?? '') };
}
