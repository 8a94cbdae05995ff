import type { Kysely } from 'kysely';
import type { EnsembleStore } from '../ensemble-store.js';
import type { EventStore } from '../event-store.js';
import type { RunStore } from '../run-store.js';
import type { TrialStore } from '../trial-store.js';
import type { UptimeStore } from '../uptime-store.js';
import type { WebhookStore } from '../webhook-store.js';
import { createPostgresEnsembleStore } from './postgres-ensemble-store.js';
import { createPostgresEventStore } from './postgres-event-store.js';
import { createPostgresRunStore } from './postgres-run-store.js';
import { createPostgresTrialStore } from './postgres-trial-store.js';
import { createPostgresUptimeStore } from './postgres-uptime-store.js';
import { createPostgresWebhookStore } from './postgres-webhook-store.js';
import type { Database } from './tables.js';

export interface Stores {
  readonly runs: RunStore;
  readonly trials: TrialStore;
  readonly ensembles: EnsembleStore;
  readonly events: EventStore;
  readonly uptime: UptimeStore;
  readonly webhooks: WebhookStore;
}

/** The stores on one database, which `migrate` has brought to the newest schema; `url` leads to it. */
export function createStores(db: Kysely<Database>, url: string): Stores {
  return {
    runs: createPostgresRunStore(db),
    trials: createPostgresTrialStore(db),
    ensembles: createPostgresEnsembleStore(db),
    events: createPostgresEventStore(db, url),
    uptime: createPostgresUptimeStore(db),
    webhooks: createPostgresWebhookStore(db, url),
  };
}
