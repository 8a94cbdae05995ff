import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const events = sql`
create table events (
  id bigint generated always as identity primary key,
  run_id text not null references runs,
  type text not null,
  payload jsonb not null,
  at timestamptz not null default clock_timestamp()
)`;

const comments: Readonly<Record<string, string>> = {
  'table events': 'A change of state of a run, written in the transaction that made it; announced on podium',
  'column events.id': 'Ascending within a run in the order of the commits',
  'column events.type': 'run.started, trial.finished, submission.ready and so on',
};

/** What happened in a run, in order. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await events.execute(db);
  await sql`create index events_by_run on events (run_id, id)`.execute(db);
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('events').execute();
}
