import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { RunChange } from '../../domain/run-event.js';
import type { Database } from './tables.js';

/** The channel of NOTIFY; its messages are "<run id>:<event id>". */
export const eventChannel = 'podium';

/** Stores changes in their order and announces them with the commit of the transaction. */
export async function recordEvents(
  tx: Transaction<Database>,
  runId: string,
  changes: readonly RunChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await lockEvents(tx, runId);
  await insertEvents(tx, runId, changes);
}

/**
 * Makes the transactions that write events of a run commit one after another, so that ids ascend in the order
 * of commits and a statement after this one sees all that earlier events tell. It is the last lock of every
 * transaction (after run, trial and fold), so it brings no deadlock and is held for a moment only.
 */
export async function lockEvents(tx: Transaction<Database>, runId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`events of run ${runId}`}, 0))`.execute(tx);
}

/** For a caller that holds `lockEvents`. */
export async function insertEvents(
  tx: Transaction<Database>,
  runId: string,
  changes: readonly RunChange[],
): Promise<void> {
  await sql`
    with added as (
      insert into events (run_id, type, payload)
      select ${runId}, change ->> 'type', change -> 'payload'
      from jsonb_array_elements(${JSON.stringify(changes)}::jsonb) with ordinality as given (change, place)
      order by place
      returning run_id, id
    )
    select pg_notify(${eventChannel}, run_id || ':' || id) from added`.execute(tx);
}
