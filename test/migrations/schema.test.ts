import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as initial from '../../migrations/0001_initial.js';
import * as candidates from '../../migrations/0002_candidates.js';
import * as events from '../../migrations/0003_events.js';
import * as webhooks from '../../migrations/0004_webhooks.js';
import * as runningTime from '../../migrations/0005_running_time.js';
import * as foldNotes from '../../migrations/0006_fold_notes.js';
import * as racing from '../../migrations/0007_racing.js';
import { migrate } from '../../src/migrate.js';
import { packageRoot } from '../../src/package-root.js';
import { dumpSchema } from '../../src/stores/postgres/schema-dump.js';
import { createTestDatabase } from '../postgres.js';
import type { TestDatabase } from '../postgres.js';

/** Of all migrations of the folder. */
const names = readdirSync(join(packageRoot, 'migrations'))
  .filter((file) => /^\d{4}_/.test(file))
  .map((file) => basename(file, '.ts'));

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase('empty');
});
afterEach(() => database.drop());

const committed = async (): Promise<string> => {
  const file = await readFile(join(packageRoot, 'migrations', 'schema.sql'), 'utf8');
  return file.replace(/^(--.*\n|\n)+/, '');
};

test('schema.sql is what the migrations make (else: npm run schema)', async () => {
  await migrate(database.url);
  expect(await dumpSchema(database.db)).toBe(await committed());
});

test('schema.sql makes the same database by itself', async () => {
  for (const statement of (await committed()).split(/;\n/)) {
    if (statement.trim() !== '') await sql.raw(statement).execute(database.db);
  }
  expect(await dumpSchema(database.db)).toBe(await committed());
});

test('a second migration has nothing to do', async () => {
  expect(await migrate(database.url)).toEqual(names);
  expect(await migrate(database.url)).toEqual([]);
});

test('migrations at the same time apply each once', async () => {
  const applied = await Promise.all(Array.from({ length: 6 }, () => migrate(database.url)));
  expect(applied.flat()).toEqual(names);
  expect(await dumpSchema(database.db)).toBe(await committed());
});

test('down takes everything away again', async () => {
  const db = database.db as unknown as Kysely<unknown>;
  await initial.up(db);
  await candidates.up(db);
  await events.up(db);
  await webhooks.up(db);
  await runningTime.up(db);
  await foldNotes.up(db);
  await racing.up(db);
  await racing.down(db);
  await foldNotes.down(db);
  await runningTime.down(db);
  await webhooks.down(db);
  await events.down(db);
  await candidates.down(db);
  await initial.down(db);
  expect(await dumpSchema(db)).toBe('');
});

test('the database itself refuses rows that cannot be', async () => {
  await migrate(database.url);
  await sql`insert into competitions (name, data_hash, target, task, metric, profile)
    values ('c', 'h', 't', 'binary', 'auc', '{}')`.execute(database.db);
  await sql`insert into runs (id, competition_id, spec, plan, folds_hash, seed)
    values ('r', 1, '{}', '{}', 'f', 1)`.execute(database.db);
  await sql`insert into trials (run_id, number, family, parameters, seed, sampler, reason, visible)
    values ('r', 0, 'linear', '{}', 1, 'random', 'why', '{}')`.execute(database.db);
  const refused: readonly (readonly [string, RegExp])[] = [
    [`update trials set state = 'finished', seconds = 1, finished_at = now()`, /trials_finished_has_score/],
    [`update trials set state = 'finished', seconds = 1, finished_at = now(), score = 'NaN'`, /score_finite/],
    [`update trials set state = 'failed', seconds = 1, finished_at = now()`, /trials_failure_says_why/],
    [`update trials set state = 'raced', seconds = 1, finished_at = now()`, /trials_failure_says_why/],
    [`update trials set state = 'stopped', failure = 'x', finished_at = now()`, /trials_closed_has_seconds/],
    [`update trials set state = 'paused', seconds = 1, finished_at = now()`, /trials_state/],
    [`update runs set status = 'failed', seconds = 1, finished_at = now()`, /runs_failed_has_failure/],
    [`update runs set finished_at = now()`, /runs_closed_has_end/],
    [`insert into webhooks (id, url) values ('w', 'https://me:pw@host/in')`, /webhooks_url/],
    [`insert into webhooks (id, url) values ('w', 'ftp://host/in')`, /webhooks_url/],
    [`insert into events (type, payload) values ('run.started', '{}')`, /events_one_subject/],
    [`insert into folds (run_id, trial, fold) values ('r', 1, 0)`, /folds_run_id_trial_fkey/],
    [
      `insert into folds (run_id, trial, fold, state, finished_at) values ('r', 0, 0, 'finished', now())`,
      /folds_finished_has_result/,
    ],
  ];
  for (const [statement, constraint] of refused) {
    await expect(sql.raw(statement).execute(database.db)).rejects.toThrow(constraint);
  }
});
