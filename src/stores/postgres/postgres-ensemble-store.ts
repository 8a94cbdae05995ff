import type { Kysely, Transaction } from 'kysely';
import type { SubmissionRecord } from '../../domain/activity-contracts.js';
import type { EnsembleStore, StoredEnsemble } from '../ensemble-store.js';
import type { RunStatus } from '../run-store.js';
import { NotFoundError, StaleAttemptError } from '../store-errors.js';
import { recordEvents } from './record-events.js';
import type { Database } from './tables.js';

type NewEnsembles = Parameters<EnsembleStore['recordRound']>[2];

/** Ensembles and submissions in Postgres. */
export function createPostgresEnsembleStore(db: Kysely<Database>): EnsembleStore {
  return {
    recordRound: (runId, round, ensembles) =>
      db.transaction().execute(async (tx) => {
        await lockRun(tx, runId);
        const stored = await ensemblesOf(tx, runId).where('round', '=', round).execute();
        if (stored.length > 0 || ensembles.length === 0) return stored;
        await insertRound(tx, runId, round, ensembles);
        return ensemblesOf(tx, runId).where('round', '=', round).execute();
      }),
    listEnsembles: (runId): Promise<readonly StoredEnsemble[]> => ensemblesOf(db, runId).execute(),
    recordSubmission: (runId, round, submission) =>
      db.transaction().execute((tx) => insertSubmission(tx, runId, round, submission)),
    listSubmissions: (runId) =>
      db
        .selectFrom('submissions')
        .select([
          'round',
          'file',
          'rows',
          'content_hash as contentHash',
          'estimate',
          'created_at as createdAt',
        ])
        .where('run_id', '=', runId)
        .orderBy('created_at')
        .orderBy('round')
        .execute(),
  };
}

async function insertSubmission(
  tx: Transaction<Database>,
  runId: string,
  round: number,
  { file, rows, contentHash, estimate }: SubmissionRecord,
): Promise<void> {
  if ((await lockRun(tx, runId)) !== 'running' && !(await isStored(tx, runId, contentHash)))
    throw new StaleAttemptError(`a submission of run ${runId}, which is closed`);
  const stored = await tx
    .insertInto('submissions')
    .values({ run_id: runId, content_hash: contentHash, round, file, rows, estimate, checked: true })
    .onConflict((conflict) => conflict.columns(['run_id', 'content_hash']).doNothing())
    .returning(['round', 'file', 'estimate'])
    .execute();
  await recordEvents(
    tx,
    runId,
    stored.map((payload) => ({ type: 'submission.ready', payload })),
  );
}

async function isStored(tx: Transaction<Database>, runId: string, contentHash: string): Promise<boolean> {
  const row = await tx
    .selectFrom('submissions')
    .select('round')
    .where('run_id', '=', runId)
    .where('content_hash', '=', contentHash)
    .executeTakeFirst();
  return row !== undefined;
}

/** Rounds of a run are stored one after another, so that their numbers follow, and before the run is closed. */
async function lockRun(tx: Transaction<Database>, runId: string): Promise<RunStatus> {
  const run = await tx
    .selectFrom('runs')
    .select('status')
    .where('id', '=', runId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (run === undefined) throw new NotFoundError(`run ${runId}`);
  return run.status;
}

async function insertRound(
  tx: Transaction<Database>,
  runId: string,
  round: number,
  ensembles: NewEnsembles,
): Promise<void> {
  const { next } = await tx
    .selectFrom('ensembles')
    .select(({ fn, eb }) => fn.coalesce(eb(fn.max('number'), '+', 1), eb.lit(0)).as('next'))
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('ensembles')
    .values(
      ensembles.map(({ blender, members, score, estimate, estimateSd, chosen, artifacts }, i) => ({
        run_id: runId,
        number: next + i,
        round,
        blender,
        members: JSON.stringify(members),
        score,
        estimate,
        estimate_sd: estimateSd,
        chosen,
        artifacts,
      })),
    )
    .execute();
}

function ensemblesOf(db: Kysely<Database>, runId: string) {
  return db
    .selectFrom('ensembles')
    .select(['number', 'round', 'blender', 'members', 'score', 'estimate', 'estimate_sd as estimateSd'])
    .select(['chosen', 'artifacts', 'created_at as createdAt'])
    .where('run_id', '=', runId)
    .orderBy('number');
}
