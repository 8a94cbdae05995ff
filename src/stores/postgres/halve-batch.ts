import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { StaleAttemptError } from '../store-errors.js';
import type { FoldLease } from '../trial-store.js';
import type { Database } from './tables.js';

/** See TrialStore.halveBatch. */
export async function halveBatch(
  db: Kysely<Database>,
  { runId, trial, fold, attempt }: FoldLease,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update trials set half_batch = true
    from folds
    where trials.run_id = ${runId} and trials.number = ${trial} and trials.state = 'running'
      and folds.run_id = trials.run_id and folds.trial = trials.number and folds.fold = ${fold}
      and folds.attempt = ${attempt} and folds.state = 'running'`.execute(db);
  if (numAffectedRows === 1n) return;
  throw new StaleAttemptError(`attempt ${attempt} at fold ${fold} of trial ${trial} of run ${runId}`);
}
