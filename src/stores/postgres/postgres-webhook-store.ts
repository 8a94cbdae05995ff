import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { NotFoundError } from '../store-errors.js';
import type { Webhook, WebhookStore, WebhookSummary } from '../webhook-store.js';
import { claimDeliveries } from './claim-deliveries.js';
import { listen } from './listen.js';
import { eventChannel } from './record-events.js';
import type { Database } from './tables.js';

/** Webhooks in Postgres. `url` is the database behind `db`, for the connection that listens. */
export function createPostgresWebhookStore(db: Kysely<Database>, url: string): WebhookStore {
  return {
    addWebhook: async ({ id, url: address, events }) => {
      const { rows } = await sql<Webhook & { readonly added: boolean }>`
        insert into webhooks (id, url, events) values (${id}, ${address}, ${events})
        on conflict (url) do update set events = excluded.events
        returning id, url, events, id = ${id} as added`.execute(db);
      return rows[0]!;
    },
    listWebhooks: () => summaries(db),
    removeWebhook: async (id) => {
      const { numDeletedRows } = await db
        .deleteFrom('webhooks')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw new NotFoundError(`webhook ${id}`);
    },
    claimDeliveries: (limit, leaseMs) => claimDeliveries(db, limit, leaseMs),
    settleDelivery: async ({ webhook, event }) => {
      await db
        .updateTable('webhook_deliveries')
        .set({ delivered_at: sql<Date>`now()`, last_error: null })
        .where('webhook_id', '=', webhook)
        .where('event_id', '=', event.id)
        .where('delivered_at', 'is', null)
        .execute();
    },
    postponeDelivery: async ({ webhook, event, attempt }, error, againAfterMs) => {
      await db
        .updateTable('webhook_deliveries')
        .set({ next_at: sql<Date>`now() + ${againAfterMs} * interval '1 ms'`, last_error: error })
        .where('webhook_id', '=', webhook)
        .where('event_id', '=', event.id)
        .where('attempts', '=', attempt)
        .where('delivered_at', 'is', null)
        .execute();
    },
    watchOutbox: (onNews, signal) => listen(url, eventChannel, onNews, onNews, signal),
  };
}

async function summaries(db: Kysely<Database>): Promise<readonly WebhookSummary[]> {
  const { rows } = await sql<WebhookSummary>`
    select id, url, events, created_at as "createdAt", coalesce(counts.delivered, 0) as delivered,
      coalesce(counts.pending, 0) as pending, failing.last_error as "lastError"
    from webhooks
    left join lateral (
      select count(delivered_at) as delivered, count(*) - count(delivered_at) as pending
      from webhook_deliveries where webhook_id = webhooks.id
    ) as counts on true
    left join lateral (
      select last_error from webhook_deliveries
      where webhook_id = webhooks.id and delivered_at is null and last_error is not null
      order by next_at desc limit 1
    ) as failing on true
    order by created_at, id`.execute(db);
  return rows;
}
