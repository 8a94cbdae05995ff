import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import { StaleAttemptError } from '../store-errors.js';
import type { FoldLease, TrialStore } from '../trial-store.js';
import { insertEvents, lockEvents } from './record-events.js';
import type { Database } from './tables.js';

type CommittedResult = Parameters<TrialStore['commitFold']>[1];

/**
 * See TrialStore.commitFold. The trial's row is locked before its folds are counted, and counted in a later
 * statement, which sees all that was committed before the lock: of two last folds exactly one finishes the
 * trial. In one statement both might count before the other's commit.
 */
export async function commitFold(
  db: Kysely<Database>,
  lease: FoldLease,
  result: CommittedResult,
  folds: number,
): Promise<void> {
  if (!Number.isFinite(result.score))
    throw new RangeError(`a fold's score must be finite, not ${result.score}`);
  await db.transaction().execute(async (tx) => {
    if (await storeResult(tx, lease, result)) await finishTrialIfComplete(tx, lease, folds);
    else if (!(await isCommitted(tx, lease))) throw new StaleAttemptError(described(lease));
  });
}

/** False when the lease is not the newest, the fold is finished, or the trial is closed. */
async function storeResult(
  tx: Transaction<Database>,
  lease: FoldLease,
  result: CommittedResult,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with trial as materialized (
      select run_id, number from trials
      where run_id = ${lease.runId} and number = ${lease.trial} and state = 'running' for update
    )
    update folds
    set state = 'finished', score = ${result.score}, seconds = ${result.seconds}, artifacts = ${result.artifacts},
      note = ${result.note ?? null}, finished_at = now()
    from trial
    where folds.run_id = trial.run_id and folds.trial = trial.number and folds.fold = ${lease.fold}
      and folds.attempt = ${lease.attempt} and folds.state = 'running'`.execute(tx);
  return numAffectedRows === 1n;
}

interface FinishedTrial {
  readonly trial: number;
  readonly family: string;
  readonly score: number;
  readonly seconds: number;
}

/** Sums in the order of folds, so the result does not depend on which finished first. */
async function finishTrialIfComplete(
  tx: Transaction<Database>,
  lease: FoldLease,
  folds: number,
): Promise<void> {
  const { rows } = await sql<FinishedTrial>`
    update trials
    set state = 'finished', score = done.score, seconds = done.seconds, finished_at = now()
    from (
      select avg(score order by fold) as score, sum(seconds order by fold) as seconds from folds
      where run_id = ${lease.runId} and trial = ${lease.trial} and state = 'finished'
      having count(*) = ${folds}
    ) as done
    where run_id = ${lease.runId} and number = ${lease.trial}
    returning number as trial, family, trials.score, trials.seconds`.execute(tx);
  const finished = rows[0];
  if (finished === undefined) return;
  const subject = { run: lease.runId };
  await lockEvents(tx, subject);
  await insertEvents(tx, subject, [
    { type: 'trial.finished', payload: finished },
    ...((await isBest(tx, lease)) ? [{ type: 'trial.best', payload: finished } as const] : []),
  ]);
}

/** Whether the trial is better than all that finished before: under `lockEvents`, these are all that one sees. */
async function isBest(tx: Transaction<Database>, { runId, trial }: FoldLease): Promise<boolean> {
  const { rows } = await sql<{ readonly best: boolean }>`
    select not exists (
      select from trials as other
      where other.run_id = mine.run_id and other.number <> mine.number and other.state = 'finished'
        and case runs.plan ->> 'direction' when 'min' then other.score <= mine.score
          else other.score >= mine.score end
    ) as best
    from trials as mine join runs on runs.id = mine.run_id
    where mine.run_id = ${runId} and mine.number = ${trial}`.execute(tx);
  return rows[0]?.best === true;
}

/** True when this very lease has committed: the call is a repeated one. */
async function isCommitted(tx: Transaction<Database>, lease: FoldLease): Promise<boolean> {
  const row = await tx
    .selectFrom('folds')
    .select('attempt')
    .where('run_id', '=', lease.runId)
    .where('trial', '=', lease.trial)
    .where('fold', '=', lease.fold)
    .where('state', '=', 'finished')
    .executeTakeFirst();
  return row?.attempt === lease.attempt;
}

function described({ runId, trial, fold, attempt }: FoldLease): string {
  return `attempt ${attempt} at fold ${fold} of trial ${trial} of run ${runId}`;
}
