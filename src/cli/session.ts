import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config.js';
import type { ServiceAddresses } from '../services/ensure-services.js';
import { temporalConnectionOptions } from '../services/temporal-connection.js';
import { openDatabase } from '../stores/postgres/database.js';
import { createStores, type Stores } from '../stores/postgres/index.js';

/** What a command that talks to running services holds. */
export interface CliSession {
  readonly stores: Stores;
  /** Connects on first use. */
  readonly client: Client;
  readonly services: ServiceAddresses;
  close(): Promise<void>;
}

export function openSession(config: Config, services: ServiceAddresses): CliSession {
  const db = openDatabase(services.databaseUrl, { maxConnections: 2 });
  const connection = Connection.lazy(temporalConnectionOptions(config.temporal, services.temporalAddress));
  return {
    stores: createStores(db, services.databaseUrl),
    client: new Client({ connection, namespace: services.namespace }),
    services,
    async close() {
      await Promise.all([db.destroy(), connection.close()]);
    },
  };
}
