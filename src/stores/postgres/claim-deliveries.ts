import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Change, PodiumEvent } from '../../domain/run-event.js';
import type { Delivery } from '../webhook-store.js';
import type { Database } from './tables.js';

interface ClaimedRow {
  readonly webhook: string;
  readonly url: string;
  readonly attempt: number;
  readonly id: number;
  readonly run: string | null;
  readonly schedule: string | null;
  readonly type: Change['type'];
  readonly payload: Change['payload'];
  readonly at: Date;
}

/**
 * See WebhookStore.claimDeliveries. Rows that another caller is claiming are skipped; one that it has claimed just
 * before is seen again under its lock and is not due any more.
 */
export async function claimDeliveries(
  db: Kysely<Database>,
  limit: number,
  leaseMs: number,
): Promise<readonly Delivery[]> {
  const { rows } = await sql<ClaimedRow>`
    with due as materialized (
      select webhook_id, event_id from webhook_deliveries as mine
      where delivered_at is null and next_at <= now() and not exists (
        select from webhook_deliveries as earlier
        where earlier.webhook_id = mine.webhook_id and earlier.subject = mine.subject
          and earlier.event_id < mine.event_id and earlier.delivered_at is null
      )
      order by next_at, event_id limit ${limit}
      for update skip locked
    )
    update webhook_deliveries as claimed
    set attempts = claimed.attempts + 1, next_at = now() + ${leaseMs} * interval '1 ms'
    from due, webhooks, events
    where claimed.webhook_id = due.webhook_id and claimed.event_id = due.event_id
      and webhooks.id = due.webhook_id and events.id = due.event_id
    returning claimed.webhook_id as webhook, webhooks.url, claimed.attempts as attempt, events.id,
      events.run_id as run, events.schedule_id as schedule, events.type, events.payload, events.at`.execute(
    db,
  );
  return rows.map(({ webhook, url, attempt, run, schedule, ...event }) => {
    const subject = run === null ? { schedule } : { run };
    return { webhook, url, attempt, event: { ...event, ...subject } as PodiumEvent }; // stored together
  });
}
