import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const comments: Readonly<Record<string, string>> = {
  'column folds.note': 'How it was fitted where not from start to end at once: resumed, with half a batch',
  'column trials.half_batch': 'A fit ran out of memory: attempts from then on take half of the mini-batch',
  'column trials.failure_type': 'What kind of failure it was: OutOfMemory, Hang, NotFinite and so on',
};

/** What the rule for fits that fail did, so that it holds after a restart and people can read it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table folds add column note text`.execute(db);
  await sql`alter table trials
    add column half_batch boolean not null default false,
    add column failure_type text`.execute(db);
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table folds drop column note`.execute(db);
  await sql`alter table trials drop column half_batch, drop column failure_type`.execute(db);
}
