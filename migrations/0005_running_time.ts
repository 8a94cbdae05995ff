import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const uptime = sql`
create table worker_uptime (
  worker text not null,
  since timestamptz not null default clock_timestamp(),
  until timestamptz not null default clock_timestamp(),
  primary key (worker, since)
)`;

const comments: Readonly<Record<string, string>> = {
  'table worker_uptime': 'A stretch of time in which a worker was up, Temporal and Postgres with it',
  'column worker_uptime.until': 'Moved on each second',
  'column runs.ledger': 'Where the budget went up to the last end of the run',
};

/** What tells running time from the time in which everything was down, and where a budget went. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await uptime.execute(db);
  await sql`create index worker_uptime_by_until on worker_uptime (until)`.execute(db);
  await sql`alter table runs add column ledger jsonb`.execute(db);
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table runs drop column ledger`.execute(db);
  await db.schema.dropTable('worker_uptime').execute();
}
