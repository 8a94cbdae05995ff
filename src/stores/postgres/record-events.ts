import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Change, EventSubject, RunChange } from '../../domain/run-event.js';
import type { Database } from './tables.js';

/** The channel of NOTIFY; its messages are "<run or schedule id>:<event id>". */
export const eventChannel = 'podium';

/** Stores changes in their order and announces them with the commit of the transaction. */
export async function recordEvents(
  tx: Transaction<Database>,
  runId: string,
  changes: readonly RunChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const subject = { run: runId };
  await lockEvents(tx, subject);
  await insertEvents(tx, subject, changes);
}

/**
 * Stores a change of which there is one only, unless it is stored already: of this type and, for a schedule, of
 * this action.
 */
export async function recordOnce(
  tx: Transaction<Database>,
  subject: EventSubject,
  change: Change,
): Promise<void> {
  await lockEvents(tx, subject);
  const { run, schedule } = columnsOf(subject);
  const action = 'action' in change.payload ? change.payload.action : null;
  const { rows } = await sql`
    select from events where type = ${change.type} and payload ->> 'action' is not distinct from ${action}
      and case when ${schedule}::text is null then run_id = ${run} else schedule_id = ${schedule} end
    limit 1`.execute(tx);
  if (rows.length === 0) await insertEvents(tx, subject, [change]);
}

/**
 * Makes the transactions that write events of a subject commit one after another, so that ids ascend in the order
 * of commits and a statement after this one sees all that earlier events tell. It is the last lock of every
 * transaction (after run, trial and fold), so it brings no deadlock and is held for a moment only.
 */
export async function lockEvents(tx: Transaction<Database>, subject: EventSubject): Promise<void> {
  const name = 'run' in subject ? `run ${subject.run}` : `schedule ${subject.schedule}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`events of ${name}`}, 0))`.execute(tx);
}

/**
 * For a caller that holds `lockEvents`. The same statement puts each event into the outbox of the webhooks that
 * want it; these are locked, so that one that is removed meanwhile does not fail the transaction.
 */
export async function insertEvents(
  tx: Transaction<Database>,
  subject: EventSubject,
  changes: readonly Change[],
): Promise<void> {
  const { run, schedule } = columnsOf(subject);
  await sql`
    with added as (
      insert into events (run_id, schedule_id, type, payload)
      select ${run}, ${schedule}, change ->> 'type', change -> 'payload'
      from jsonb_array_elements(${JSON.stringify(changes)}::jsonb) with ordinality as given (change, place)
      order by place
      returning coalesce(run_id, schedule_id) as subject, id, type
    ),
    wanting as materialized (select id, events from webhooks for key share),
    queued as (
      insert into webhook_deliveries (webhook_id, event_id, subject)
      select wanting.id, added.id, added.subject
      from added join wanting on wanting.events is null or added.type = any (wanting.events)
    )
    select pg_notify(${eventChannel}, subject || ':' || id) from added`.execute(tx);
}

function columnsOf(subject: EventSubject): { readonly run: string | null; readonly schedule: string | null } {
  return 'run' in subject ? { run: subject.run, schedule: null } : { run: null, schedule: subject.schedule };
}
