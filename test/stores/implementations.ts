import type { Stores } from '../../src/stores/postgres/index.js';
import { createTestDatabase } from '../postgres.js';

/** What the suites of the store contracts run over. */
export const storeImplementations: readonly {
  readonly name: string;
  readonly open: () => Promise<{ readonly stores: Stores; readonly close: () => Promise<void> }>;
}[] = [
  {
    name: 'postgres',
    open: async () => {
      const database = await createTestDatabase();
      return { stores: database.stores, close: () => database.drop() };
    },
  },
];
