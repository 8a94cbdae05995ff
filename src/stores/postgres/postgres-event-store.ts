import type { Kysely } from 'kysely';
import type { RunEvent } from '../../domain/run-event.js';
import type { EventStore } from '../event-store.js';
import { listen } from './listen.js';
import { eventChannel } from './record-events.js';
import type { Database } from './tables.js';
import { isTransientStoreError } from './transient-error.js';

/** An announcement may be lost with its connection; the table is read at least so often. */
const pollMs = 5_000;
const pageLength = 500;

/** Events in Postgres. `url` is the database behind `db`, for the connections that listen. */
export function createPostgresEventStore(db: Kysely<Database>, url: string): EventStore {
  const listEvents: EventStore['listEvents'] = (runId, afterId, limit) => list(db, runId, afterId, limit);
  return {
    listEvents,
    async follow(runId, afterId, onEvents, signal) {
      const bell = createBell();
      const ended = new AbortController();
      const either = AbortSignal.any([signal, ended.signal]);
      either.addEventListener('abort', bell.ring, { once: true });
      const onMessage = (message: string): void => {
        if (message.startsWith(`${runId}:`)) bell.ring();
      };
      const listening = listen(url, eventChannel, onMessage, bell.ring, either);
      try {
        let last = afterId;
        while (!signal.aborted) {
          const page = await listEvents(runId, last, pageLength).catch(waitForDatabase);
          if (page.length > 0) await onEvents(page);
          last = page.at(-1)?.id ?? last;
          if (page.length < pageLength) await bell.wait(pollMs);
        }
      } finally {
        ended.abort();
        await listening;
      }
    },
  };
}

async function list(
  db: Kysely<Database>,
  runId: string,
  afterId: number,
  limit: number,
): Promise<readonly RunEvent[]> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'run_id as runId', 'type', 'payload', 'at'])
    .where('run_id', '=', runId)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows as readonly RunEvent[]; // type and payload were stored together
}

function waitForDatabase(error: unknown): readonly RunEvent[] {
  if (isTransientStoreError(error)) return [];
  throw error;
}

/** Ends the present wait, or the next one when none is going on. */
function createBell() {
  let rung = false;
  let wake = (): void => undefined;
  return {
    ring(): void {
      rung = true;
      wake();
    },
    async wait(mostMs: number): Promise<void> {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
    },
  };
}
