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
 * See WebhookStore.claimDeliveries. The oldest of each webhook and subject is found by leaps through the index of
 * what is pending, so that a long queue of a receiver that is down costs little: 4 ms among 100,000, not 140. Rows that
 * another caller is claiming are skipped; one that it has claimed just before is seen again under its lock and is
 * not due any more.
 */
export async function claimDeliveries(
  db: Kysely<Database>,
  limit: number,
  leaseMs: number,
): Promise<readonly Delivery[]> {
  const { rows } = await sql<ClaimedRow>`
    with recursive heads as (
      (select webhook_id, subject, event_id from webhook_deliveries where delivered_at is null
        order by webhook_id, subject, event_id limit 1)
      union all
      select next.* from heads, lateral (
        select webhook_id, subject, event_id from webhook_deliveries
        where delivered_at is null and (webhook_id, subject) > (heads.webhook_id, heads.subject)
        order by webhook_id, subject, event_id limit 1
      ) as next
    ),
    due as materialized (
      select head.webhook_id, head.event_id from webhook_deliveries as head join heads using (webhook_id, event_id)
      where head.delivered_at is null and head.next_at <= now()
      order by head.next_at, head.event_id limit ${limit}
      for update of head skip locked
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
