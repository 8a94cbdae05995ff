import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../src/migrate.js';
import { keepOrChoosePort } from '../src/services/ports.js';
import { startPostgres } from '../src/services/postgres.js';
import { openDatabase } from '../src/stores/postgres/database.js';
import { createStores } from '../src/stores/postgres/index.js';
import type { Stores } from '../src/stores/postgres/index.js';
import type { Database } from '../src/stores/postgres/tables.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that no test connects to: test databases are copies of it. */
    readonly databaseUrl: string;
  }
}

/** A service that lives as long as a test run. */
export interface TestService {
  readonly url: string;
  stop(): Promise<void>;
}

/** The one Postgres of a test run, its database migrated. */
export async function startTestPostgres(): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'podium-test-postgres-'));
  await chmod(folder, 0o711); // else root's account for Postgres cannot reach it
  const server = await startPostgres({
    folder: join(folder, 'data'),
    port: await keepOrChoosePort(undefined, []),
    password: randomBytes(12).toString('hex'),
    logFile: join(folder, 'log'),
  });
  await migrate(server.url);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface TestDatabase {
  readonly url: string;
  readonly db: Kysely<Database>;
  readonly stores: Stores;
  drop(): Promise<void>;
}

/** A database of its own for a test file, with the newest schema unless `empty`. */
export async function createTestDatabase(content: 'migrated' | 'empty' = 'migrated'): Promise<TestDatabase> {
  const url = new URL(inject('databaseUrl'));
  const template = content === 'migrated' ? url.pathname.slice(1) : 'template1';
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database ${name} template ${template}`);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href, { maxConnections: 16 });
  return {
    url: url.href,
    db,
    stores: createStores(db, url.href),
    drop: async () => {
      await db.destroy();
      await administer(`drop database ${name} with (force)`);
    },
  };
}

async function administer(statement: string): Promise<void> {
  const url = new URL(inject('databaseUrl'));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
