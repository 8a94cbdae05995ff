import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { ReopenInput } from '../../domain/activity-contracts.js';
import type { ReopenedPlan } from '../run-store.js';
import { NotFoundError } from '../store-errors.js';
import { recordEvents } from './record-events.js';
import type { Database } from './tables.js';

/** See RunStore.reopenRun; for a transaction of its own. */
export async function reopenRun(
  tx: Transaction<Database>,
  { runId, opening, extension, usedSeconds }: ReopenInput & { readonly usedSeconds: number },
): Promise<ReopenedPlan> {
  const run = await tx
    .selectFrom('runs')
    .select('plan')
    .where('id', '=', runId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new NotFoundError(`run ${runId}`);
  const before = await openedBefore(tx, runId, opening);
  if (before !== null) return { plan: run.plan, usedSeconds: before };
  const plan = { ...run.plan, ...extension };
  await tx
    .updateTable('runs')
    .set({
      ...{ status: 'running', finished_at: null, seconds: null, failure: null },
      plan: JSON.stringify(plan),
    })
    .where('id', '=', runId)
    .execute();
  const { budgetSeconds, maxTrials } = plan;
  const payload = { opening, usedSeconds, budgetSeconds, maxTrials };
  await recordEvents(tx, runId, [{ type: 'run.reopened', payload }]);
  return { plan, usedSeconds };
}

/** The used seconds that this opening was answered with, or null when it is new. */
async function openedBefore(
  tx: Transaction<Database>,
  runId: string,
  opening: string,
): Promise<number | null> {
  const event = await tx
    .selectFrom('events')
    .select(sql<number>`(payload ->> 'usedSeconds')::double precision`.as('usedSeconds'))
    .where('run_id', '=', runId)
    .where('type', '=', 'run.reopened')
    .where(sql`payload ->> 'opening'`, '=', opening)
    .executeTakeFirst();
  return event?.usedSeconds ?? null;
}
