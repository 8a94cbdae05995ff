import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { TrialRecord } from '../../domain/trial.js';
import type { TrialDetails, TrialStore } from '../trial-store.js';
import { closeTrials } from './close-trials.js';
import { commitFold } from './commit-fold.js';
import { halveBatch } from './halve-batch.js';
import { recordSuggestions } from './record-suggestions.js';
import { startFold } from './start-fold.js';
import type { Database } from './tables.js';

/** Trials and folds in Postgres. Every write locks the run, then the trial, then the fold: no deadlocks. */
export function createPostgresTrialStore(db: Kysely<Database>): TrialStore {
  return {
    recordSuggestions: (runId, suggestions) => recordSuggestions(db, runId, suggestions),
    history: (runId) => history(db, runId),
    listTrials: (runId) => listTrials(db, runId),
    startFold: (runId, trial, fold) => startFold(db, runId, trial, fold),
    commitFold: (lease, result, folds) => commitFold(db, lease, result, folds),
    halveBatch: (lease) => halveBatch(db, lease),
    closeTrial: (runId, number, state, reason, failureType) =>
      db.transaction().execute((tx) => closeTrials(tx, { runId, number }, state, reason, failureType)),
  };
}

const foldScores = sql<readonly number[] | null>`case when trials.state = 'finished' then array(
  select folds.score from folds where folds.run_id = trials.run_id and folds.trial = trials.number
  order by folds.fold) end`;

function history(db: Kysely<Database>, runId: string): Promise<readonly TrialRecord[]> {
  return db
    .selectFrom('trials')
    .select(['number', 'family', 'parameters', 'state', 'score', 'seconds'])
    .select(foldScores.as('foldScores'))
    .where('run_id', '=', runId)
    .orderBy('number')
    .execute();
}

function listTrials(db: Kysely<Database>, runId: string): Promise<readonly TrialDetails[]> {
  return db
    .selectFrom('trials')
    .select(['number', 'family', 'parameters', 'state', 'score', 'trials.seconds', 'seed', 'sampler'])
    .select([
      'reason',
      'visible',
      'candidates',
      'race',
      'blend_round as blendRound',
      'failure',
      'failure_type as failureType',
      'half_batch as halfBatch',
      'started_at as startedAt',
      'finished_at as finishedAt',
    ])
    .select((trial) =>
      jsonArrayFrom(
        trial
          .selectFrom('folds')
          .select(['fold', 'attempt', 'note'])
          .select((fold) => [
            fold.ref('folds.score').$notNull().as('score'),
            fold.ref('folds.seconds').$notNull().as('seconds'),
            fold.ref('folds.artifacts').$notNull().as('artifacts'),
          ])
          .whereRef('folds.run_id', '=', 'trials.run_id')
          .whereRef('folds.trial', '=', 'trials.number')
          .where('folds.state', '=', 'finished')
          .orderBy('fold'),
      ).as('folds'),
    )
    .where('run_id', '=', runId)
    .orderBy('number')
    .execute();
}
