import type { Kysely } from 'kysely';
import type { EventSubject, PodiumEvent } from '../../domain/run-event.js';
import { createBell } from '../bell.js';
import type { EventStore } from '../event-store.js';
import { listen } from './listen.js';
import { eventChannel, recordOnce } from './record-events.js';
import type { Database } from './tables.js';
import { isTransientStoreError } from './transient-error.js';

/** An announcement may be lost with its connection; the table is read at least so often. */
const pollMs = 5_000;
const pageLength = 500;

/** Events in Postgres. `url` is the database behind `db`, for the connections that listen. */
export function createPostgresEventStore(db: Kysely<Database>, url: string): EventStore {
  const listEvents: EventStore['listEvents'] = (subject, afterId, limit) => list(db, subject, afterId, limit);
  return {
    listEvents,
    async follow(subject, afterId, onEvents, signal) {
      const bell = createBell();
      const name = 'run' in subject ? subject.run : subject.schedule;
      const ended = new AbortController();
      const either = AbortSignal.any([signal, ended.signal]);
      either.addEventListener('abort', bell.ring, { once: true });
      const onMessage = (message: string): void => {
        if (message.startsWith(`${name}:`)) bell.ring();
      };
      const listening = listen(url, eventChannel, onMessage, bell.ring, either);
      try {
        let last = afterId;
        while (!signal.aborted) {
          const page = await listEvents(subject, last, pageLength).catch(waitForDatabase);
          if (page.length > 0) await onEvents(page);
          last = page.at(-1)?.id ?? last;
          if (page.length < pageLength) await bell.wait(pollMs);
        }
      } finally {
        ended.abort();
        await listening;
      }
    },
    recordSkip: (scheduleId, payload) =>
      db
        .transaction()
        .execute((tx) => recordOnce(tx, { schedule: scheduleId }, { type: 'schedule.skipped', payload })),
  };
}

async function list(
  db: Kysely<Database>,
  subject: EventSubject,
  afterId: number,
  limit: number,
): Promise<readonly PodiumEvent[]> {
  const [column, id] =
    'run' in subject ? (['run_id', subject.run] as const) : (['schedule_id', subject.schedule] as const);
  const rows = await db
    .selectFrom('events')
    .select(['id', 'type', 'payload', 'at'])
    .where(column, '=', id)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, ...subject }) as PodiumEvent); // all were stored together
}

function waitForDatabase(error: unknown): readonly PodiumEvent[] {
  if (isTransientStoreError(error)) return [];
  throw error;
}
