import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { postgresBinaries } from './postgres-binaries.js';
import {
  databaseName,
  initialiseCluster,
  serverEnvironment,
  superuser,
  syncMethod,
} from './postgres-cluster.js';
import { endLeftovers } from './postgres-leftovers.js';
import { choosePlace } from './postgres-place.js';
import type { PostgresPlace } from './postgres-place.js';

export interface PostgresOptions {
  /** Data folder; made on first use. */
  readonly folder: string;
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Of the superuser; the one given on first use stays. */
  readonly password: string;
  /** The server's output is appended here. */
  readonly logFile: string;
}

/** A server that runs as a child of this process. */
export interface PostgresHandle {
  /** postgres://… of the database `podium`, password included. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, with its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Ends sessions and stops the server; may be called again. */
  stop(): Promise<void>;
}

/** Recovery after a crash replays the log before the server answers. */
const startPatienceMs = 120_000;
const fastStopPatienceMs = 15_000;
const immediateStopPatienceMs = 5_000;

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  io_method: 'sync', // no helper processes for reads that a small database seldom needs
  jit: 'off',
  log_checkpoints: 'off',
  max_parallel_workers: '0',
  max_logical_replication_workers: '0',
  recovery_init_sync_method: syncMethod,
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * Starts the embedded Postgres and waits until it answers. Makes the data folder on first use; ends what an
 * earlier server left on it, so it may be called after any kind of crash. One caller a folder at a time.
 * @throws Error with the end of the log when the server does not come up
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresHandle> {
  const place = await choosePlace(resolve(options.folder), await postgresBinaries());
  await endLeftovers(place.data);
  await initialiseCluster(place, options.password);

  const logStart = await stat(options.logFile).then(
    (file) => file.size,
    () => 0,
  );
  const server = await spawnServer(place, options);
  try {
    await serve(options, server.exited);
  } catch (error) {
    await stopServer(server);
    const log = (await readFile(options.logFile)).subarray(logStart).toString().trim();
    throw new Error(
      `Postgres did not start: ${(error as Error).message}\n${log.split('\n').slice(-10).join('\n')}`,
    );
  }
  return {
    url: databaseUrl(options, databaseName),
    pid: server.child.pid as number,
    exited: server.exited,
    stop: () => stopServer(server),
  };
}

interface Server {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
}

async function spawnServer(place: PostgresPlace, options: PostgresOptions): Promise<Server> {
  const log = await open(options.logFile, 'a', 0o600);
  try {
    const flags = Object.entries({ ...settings, port: String(options.port) }).flatMap(([k, v]) => [
      '-c',
      `${k}=${v}`,
    ]);
    const child = spawn(join(place.native, 'bin', 'postgres'), ['-D', place.data, ...flags], {
      ...place.account,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
    });
    const exited = new Promise<number | null>((settle) => child.once('exit', settle));
    await new Promise<void>((settle, reject) => child.once('spawn', settle).once('error', reject));
    return { child, exited };
  } finally {
    await log.close();
  }
}

/** Waits for the first connection and makes the database when it is new (3D000); class 28 is a wrong password. */
async function serve(options: PostgresOptions, exited: Promise<number | null>): Promise<void> {
  const ended = new AbortController();
  void exited.then(() => ended.abort());
  const deadline = Date.now() + startPatienceMs;
  for (let pauseMs = 10; ; pauseMs = Math.min(2 * pauseMs, 160)) {
    try {
      await query(databaseUrl(options, databaseName), 'select 1');
      return;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (ended.signal.aborted) throw new Error('the server ended at once', { cause: error });
      if (code === '3D000') {
        await query(databaseUrl(options, 'postgres'), `create database ${databaseName}`);
      } else if (code?.startsWith('28') === true || Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(pauseMs);
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** SIGINT ends sessions and checkpoints, SIGQUIT leaves recovery to the next start. */
async function stopServer({ child, exited }: Server): Promise<void> {
  const steps: readonly [NodeJS.Signals, number][] = [
    ['SIGINT', fastStopPatienceMs],
    ['SIGQUIT', immediateStopPatienceMs],
    ['SIGKILL', immediateStopPatienceMs],
  ];
  for (const [name, patienceMs] of steps) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(name);
    const patience = new AbortController();
    await Promise.race([
      exited,
      sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }
}

function databaseUrl(options: PostgresOptions, database: string): string {
  const password = encodeURIComponent(options.password);
  return `postgres://${superuser}:${password}@127.0.0.1:${options.port}/${database}`;
}
