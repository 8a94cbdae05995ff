import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from './tables.js';

export interface DatabaseOptions {
  /** Most connections held at a time. */
  readonly maxConnections: number;
}

/** Times after which a statement that cannot go on gives up, rather than a run that hangs. */
const connectionTimeoutMs = 10_000;
const statementTimeoutMs = 60_000;
const lockTimeoutMs = 30_000;
const idleTransactionTimeoutMs = 30_000;

/**
 * Opens a pool on a postgres:// URL; nothing is connected until the first query. End it with `destroy()`.
 * Connections that break are dropped and made anew when needed.
 */
export function openDatabase(url: string, options: DatabaseOptions): Kysely<Database> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, wholeNumber);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections,
    application_name: 'podium',
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    keepAlive: true,
    types,
  });
  pool.on('error', leaveToQueries);
  pool.on('connect', (client) => client.on('error', leaveToQueries));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** A broken connection fails its queries and leaves the pool; an event without a listener would end the process. */
function leaveToQueries(): void {}

/** Counts, seeds and ids stay far below 2^53. */
function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}
