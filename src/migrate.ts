import { fileURLToPath } from 'node:url';
import { Migrator } from 'kysely';
import type { Migration } from 'kysely';
import * as initial from '../migrations/0001_initial.js';
import * as candidates from '../migrations/0002_candidates.js';
import * as events from '../migrations/0003_events.js';
import * as webhooks from '../migrations/0004_webhooks.js';
import * as runningTime from '../migrations/0005_running_time.js';
import * as foldNotes from '../migrations/0006_fold_notes.js';
import * as racing from '../migrations/0007_racing.js';
import { openDatabase } from './stores/postgres/database.js';

/** Applied in the order of their names. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001_initial': initial,
  '0002_candidates': candidates,
  '0003_events': events,
  '0004_webhooks': webhooks,
  '0005_running_time': runningTime,
  '0006_fold_notes': foldNotes,
  '0007_racing': racing,
};

/**
 * Brings the database to the newest schema and returns the names of the migrations it applied. Processes may
 * call it at the same time: a lock in the database lets one through. @throws the error of the first that fails
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const migrator = new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined)
      throw error instanceof Error ? error : new Error('A migration failed', { cause: error });
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = process.env['DATABASE_URL'];
  if (url === undefined) throw new Error('DATABASE_URL is not set');
  const applied = await migrate(url);
  process.stdout.write(`${applied.length === 0 ? 'nothing to do' : applied.join('\n')}\n`);
}
