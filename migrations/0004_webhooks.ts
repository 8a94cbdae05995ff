import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const webhooks = sql`
create table webhooks (
  id text primary key,
  url text not null,
  events text[],
  created_at timestamptz not null default now(),
  constraint webhooks_one_per_url unique (url),
  constraint webhooks_url check (url ~ '^https?://[^/?#@]+([/?#]|$)'),
  constraint webhooks_events check (events <> '{}')
)`;

const deliveries = sql`
create table webhook_deliveries (
  webhook_id text not null references webhooks on delete cascade,
  event_id bigint not null references events,
  subject text not null,
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  delivered_at timestamptz,
  last_error text,
  primary key (webhook_id, event_id),
  constraint webhook_deliveries_attempts check (attempts >= 0)
)`;

const comments: Readonly<Record<string, string>> = {
  'column events.schedule_id': 'Schedule that acted without a run; null for events of a run',
  'table webhooks': 'Addresses that events are posted to; the secret that signs them is not stored here',
  'column webhooks.events': 'Types of the events it gets; null for all',
  'table webhook_deliveries': 'Outbox: written with the event, delivered at least once, by any worker',
  'column webhook_deliveries.subject': 'Run or schedule of the event; in order within it',
  'column webhook_deliveries.attempts': 'Counts tries as they begin',
  'column webhook_deliveries.next_at': 'Not before this; while one is tried, the end of its lease',
};

/** Events of schedules beside those of runs, and the outbox of webhooks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table events alter column run_id drop not null, add column schedule_id text,
    add constraint events_one_subject check (num_nonnulls(run_id, schedule_id) = 1)`.execute(db);
  await sql`create index events_by_schedule on events (schedule_id, id) where schedule_id is not null`.execute(
    db,
  );
  await webhooks.execute(db);
  await deliveries.execute(db);
  await sql`create index webhook_deliveries_pending on webhook_deliveries (webhook_id, subject, event_id)
    where delivered_at is null`.execute(db);
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('webhook_deliveries').execute();
  await db.schema.dropTable('webhooks').execute();
  await sql`delete from events where run_id is null`.execute(db);
  await sql`alter table events drop column schedule_id, alter column run_id set not null`.execute(db);
}
