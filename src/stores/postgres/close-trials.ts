import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { UnscoredState } from '../../domain/trial.js';
import { recordEvents } from './record-events.js';
import type { Database } from './tables.js';

/** Trials of a run: one of them, or all. */
export interface TrialSelection {
  readonly runId: string;
  readonly number?: number;
}

/**
 * Closes the trials that still run and their unfinished folds, so that no attempt at these can commit. The
 * trials are locked first: whoever opens or commits a fold locks them too, so the statements after it see all.
 */
export async function closeTrials(
  tx: Transaction<Database>,
  selection: TrialSelection,
  state: UnscoredState,
  reason: string,
  failureType?: string,
): Promise<void> {
  const numbers = await lockRunning(tx, selection);
  if (numbers.length === 0) return;
  await stopFolds(tx, selection.runId, numbers);
  const closed = await tx
    .updateTable('trials')
    .set({
      state,
      failure: reason,
      failure_type: failureType ?? null,
      finished_at: sql<Date>`now()`,
      seconds: sql<number>`coalesce((
        select sum(folds.seconds order by folds.fold) from folds
        where folds.run_id = trials.run_id and folds.trial = trials.number and folds.state = 'finished'), 0)`,
    })
    .where('run_id', '=', selection.runId)
    .where('number', 'in', numbers)
    .returning(['number as trial', 'family', sql<number>`trials.seconds`.as('seconds')])
    .execute();
  const inOrder = closed.sort((a, b) => a.trial - b.trial);
  await recordEvents(
    tx,
    selection.runId,
    inOrder.map((trial) => ({ type: `trial.${state}`, payload: { ...trial, reason } })),
  );
}

async function lockRunning(
  tx: Transaction<Database>,
  { runId, number }: TrialSelection,
): Promise<readonly number[]> {
  const rows = await tx
    .selectFrom('trials')
    .select('number')
    .where('run_id', '=', runId)
    .where('state', '=', 'running')
    .$if(number !== undefined, (query) => query.where('number', '=', number as number))
    .orderBy('number')
    .forUpdate()
    .execute();
  return rows.map((row) => row.number);
}

async function stopFolds(
  tx: Transaction<Database>,
  runId: string,
  numbers: readonly number[],
): Promise<void> {
  await tx
    .updateTable('folds')
    .set({ state: 'stopped', finished_at: sql<Date>`now()` })
    .where('run_id', '=', runId)
    .where('trial', 'in', numbers)
    .where('state', '=', 'running')
    .execute();
}
