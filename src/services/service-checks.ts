import pg from 'pg';
import type { Config } from '../config.js';
import { note, ok, wrong, type Check } from './check.js';
import { homeAt, postgresPassword, type Home } from './home.js';
import { isRunning } from './process-identity.js';
import { readServicesState, withPassword, withoutPassword, type ServicesState } from './services-state.js';
import { checkTemporal, type PolledQueues } from './temporal-checks.js';

const TIMEOUT_MS = 5_000;
const NOT_STARTED = 'podium up starts it, and so does podium run';

/** Whether supervisor, Postgres, Temporal and worker answer; those that were not started yet are noted. */
export async function checkServices(config: Config, queues: PolledQueues): Promise<readonly Check[]> {
  const home = homeAt(config.home);
  const state = readServicesState(home);
  const running = state?.supervisor != null && isRunning(state.supervisor) ? state : null;
  const temporalAddress = config.temporal.address ?? running?.temporalAddress;
  return [
    checkSupervisor(state),
    await checkPostgres(config, home, running),
    ...(temporalAddress
      ? await checkTemporal(config, home, temporalAddress, running, queues)
      : [note('Temporal', 'not started', NOT_STARTED), note('worker', 'not started', NOT_STARTED)]),
  ];
}

function checkSupervisor(state: ServicesState | null): Check {
  if (state?.supervisor == null) return note('services', 'not started', NOT_STARTED);
  if (isRunning(state.supervisor)) {
    return ok('services', `kept up by the supervisor, pid ${state.supervisor.pid}`);
  }
  const mend = 'podium up ends what was left over and starts them again';
  return wrong('services', `their supervisor, pid ${state.supervisor.pid}, has been killed`, mend);
}

async function checkPostgres(config: Config, home: Home, running: ServicesState | null): Promise<Check> {
  const shown = config.databaseUrl ?? running?.databaseUrl ?? null;
  if (shown === null) return note('Postgres', 'not started', NOT_STARTED);
  const url = config.databaseUrl ?? withPassword(shown, postgresPassword(home));
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return ok('Postgres', `${rows[0]?.server_version ?? ''} answers at ${withoutPassword(url)}`);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const detail = `${withoutPassword(url)} does not answer: ${message || (code ?? 'no reason given')}`;
    const mend =
      config.databaseUrl === null
        ? `read ${home.postgresLog}; then podium down, podium up`
        : 'correct DATABASE_URL, or unset it for an embedded server';
    return wrong('Postgres', detail, mend);
  } finally {
    await client.end().catch(() => undefined);
  }
}
