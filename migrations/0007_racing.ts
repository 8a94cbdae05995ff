import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const comments: Readonly<Record<string, string>> = {
  'column trials.race': 'Worst score of the first fold with which it goes on, and by what that was drawn',
  'column trials.blend_round': 'The newest blend round whose weights were known when it was proposed',
  'column trials.failure': 'Why it failed, was stopped or raced out, one line',
};

const states = (all: string, closedEarly: string) => sql`
alter table trials
  drop constraint trials_state,
  drop constraint trials_failure_says_why,
  add constraint trials_state check (state in (${sql.raw(all)})),
  add constraint trials_failure_says_why check ((state in (${sql.raw(closedEarly)})) = (failure is not null))`;

/** Trials that end after a first fold that is far behind, and what suggestions saw of blends. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table trials add column race jsonb, add column blend_round integer`.execute(db);
  await states(`'running', 'finished', 'failed', 'stopped', 'raced'`, `'failed', 'stopped', 'raced'`).execute(
    db,
  );
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update trials set state = 'stopped' where state = 'raced'`.execute(db);
  await states(`'running', 'finished', 'failed', 'stopped'`, `'failed', 'stopped'`).execute(db);
  await sql`alter table trials drop column race, drop column blend_round`.execute(db);
  await sql`comment on column trials.failure is 'Why it failed or was stopped, one line'`.execute(db);
}
