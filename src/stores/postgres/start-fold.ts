import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Suggestion, TrialState } from '../../domain/trial.js';
import { NotFoundError, StaleAttemptError } from '../store-errors.js';
import type { FoldStart } from '../trial-store.js';
import type { Database } from './tables.js';

interface OpenedFold extends Suggestion {
  readonly state: TrialState;
  readonly halfBatch: boolean;
  /** Null when the fold was not opened. */
  readonly attempt: number | null;
  /** Null unless the fold is finished. */
  readonly score: number | null;
  readonly seconds: number | null;
}

/** See TrialStore.startFold. One statement, so one round trip. */
export async function startFold(
  db: Kysely<Database>,
  runId: string,
  trial: number,
  fold: number,
): Promise<FoldStart> {
  const opened = await openFold(db, runId, trial, fold);
  if (opened === undefined) throw new NotFoundError(`trial ${trial} of run ${runId}`);
  const { state, halfBatch, attempt, score, seconds, ...suggestion } = opened;
  if (attempt !== null)
    return { kind: 'train', lease: { runId, trial, fold, attempt }, suggestion, halfBatch };
  if (score !== null && seconds !== null) return { kind: 'finished', result: { fold, score, seconds } };
  if (state !== 'running') {
    throw new StaleAttemptError(`fold ${fold} of trial ${trial} of run ${runId}, which is ${state}`);
  }
  return startFold(db, runId, trial, fold); // it was committed while the statement ran, which saw no result yet
}

async function openFold(
  db: Kysely<Database>,
  runId: string,
  trial: number,
  fold: number,
): Promise<OpenedFold | undefined> {
  const { rows } = await sql<OpenedFold>`
    with trial as materialized (
      select number, family, parameters, seed, sampler, reason, visible, candidates, race,
        blend_round as "blendRound", state, half_batch as "halfBatch"
      from trials where run_id = ${runId} and number = ${trial} for share
    ), opened as (
      insert into folds (run_id, trial, fold)
      select ${runId}, number, ${fold} from trial where state = 'running'
      on conflict (run_id, trial, fold) do update set attempt = folds.attempt + 1, started_at = now()
        where folds.state = 'running'
      returning attempt
    )
    select trial.*, opened.attempt, finished.score, finished.seconds
    from trial
    left join opened on true
    left join folds as finished on finished.run_id = ${runId} and finished.trial = trial.number
      and finished.fold = ${fold} and finished.state = 'finished'`.execute(db);
  return rows[0];
}
