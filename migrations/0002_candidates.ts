import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What a suggestion depended on beside the visible trials, so that it can be derived again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table trials add column candidates text[] not null default '{}'`.execute(db);
  await sql`comment on column trials.candidates is 'Families that fitted the time left when it was proposed'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table trials drop column candidates`.execute(db);
}
