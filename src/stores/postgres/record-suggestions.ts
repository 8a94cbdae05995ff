import type { Kysely, Transaction } from 'kysely';
import type { Suggestion } from '../../domain/trial.js';
import { NotFoundError, StaleAttemptError } from '../store-errors.js';
import { recordEvents } from './record-events.js';
import type { Database } from './tables.js';

/** See TrialStore.recordSuggestions. The run is locked, so that one being closed keeps no trial that runs. */
export function recordSuggestions(
  db: Kysely<Database>,
  runId: string,
  suggestions: readonly Suggestion[],
): Promise<readonly Suggestion[]> {
  return db.transaction().execute(async (tx) => {
    const run = await lockRun(tx, runId);
    if (run === undefined) throw new NotFoundError(`run ${runId}`);
    if (suggestions.length === 0) return [];
    if (run.status === 'running') await insertNew(tx, runId, suggestions);
    const stored = await readTrials(
      tx,
      runId,
      suggestions.map(({ number }) => number),
    );
    if (stored.length < suggestions.length) throw new StaleAttemptError(`run ${runId}, which is closed`);
    return stored;
  });
}

function lockRun(tx: Transaction<Database>, runId: string) {
  return tx.selectFrom('runs').select('status').where('id', '=', runId).forShare().executeTakeFirst();
}

/** In the order of numbers, so that two callers with the same numbers wait for each other instead of both. */
async function insertNew(
  tx: Transaction<Database>,
  runId: string,
  suggestions: readonly Suggestion[],
): Promise<void> {
  const ordered = [...suggestions].sort((a, b) => a.number - b.number);
  const stored = await tx
    .insertInto('trials')
    .values(
      ordered.map(({ number, family, parameters, seed, sampler, reason, visible, candidates, ...seen }) => ({
        run_id: runId,
        number,
        family,
        parameters: JSON.stringify(parameters),
        seed,
        sampler,
        reason,
        visible,
        candidates,
        race: seen.race === null ? null : JSON.stringify(seen.race),
        blend_round: seen.blendRound,
      })),
    )
    .onConflict((conflict) => conflict.columns(['run_id', 'number']).doNothing())
    .returning(['number as trial', 'family', 'sampler', 'reason'])
    .execute();
  const started = stored.sort((a, b) => a.trial - b.trial);
  await recordEvents(
    tx,
    runId,
    started.map((payload) => ({ type: 'trial.started', payload })),
  );
}

function readTrials(
  tx: Transaction<Database>,
  runId: string,
  numbers: readonly number[],
): Promise<readonly Suggestion[]> {
  return tx
    .selectFrom('trials')
    .select(['number', 'family', 'parameters', 'seed', 'sampler', 'reason', 'visible', 'candidates', 'race'])
    .select('blend_round as blendRound')
    .where('run_id', '=', runId)
    .where('number', 'in', numbers)
    .orderBy('number')
    .execute();
}
