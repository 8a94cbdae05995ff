import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';
import type { FinishRunInput } from '../../domain/activity-contracts.js';
import type { RunPlan } from '../../domain/competition.js';
import type { RunStore, RunSummary } from '../run-store.js';
import { NotFoundError } from '../store-errors.js';
import { closeTrials } from './close-trials.js';
import { findPrevious } from './find-previous.js';
import { recordEvents, recordOnce } from './record-events.js';
import { reopenRun } from './reopen-run.js';
import type { Database } from './tables.js';

/** Competitions and runs in Postgres. */
export function createPostgresRunStore(db: Kysely<Database>): RunStore {
  return {
    createRun: (plan, spec) =>
      db.transaction().execute(async (tx) => {
        await insertCompetition(tx, plan);
        if (!(await insertRun(tx, plan, spec))) return;
        const { name, metric, direction } = plan;
        await recordEvents(tx, plan.runId, [{ type: 'run.started', payload: { name, metric, direction } }]);
      }),
    finishRun: (input) =>
      db.transaction().execute(async (tx) => {
        const { runId, status, failure, seconds } = input;
        const closed = await closeRun(tx, input);
        await closeTrials(tx, { runId }, 'stopped', `the run was ${status} first`);
        if (closed) await recordEvents(tx, runId, [{ type: `run.${status}`, payload: { seconds, failure } }]);
      }),
    reopenRun: (input) => db.transaction().execute((tx) => reopenRun(tx, input)),
    recordBudgetUse: (runId, payload) =>
      db.transaction().execute(async (tx) => {
        const running = await tx
          .selectFrom('runs')
          .select('id')
          .where('id', '=', runId)
          .where('status', '=', 'running')
          .forShare()
          .executeTakeFirst();
        if (running !== undefined)
          await recordOnce(tx, { run: runId }, { type: 'budget.nearly-spent', payload });
      }),
    getRun: async (id) => {
      const found = await summaries(db).where('runs.id', '=', id).executeTakeFirst();
      if (found === undefined) throw new NotFoundError(`run ${id}`);
      return found;
    },
    findPrevious: (spec) => findPrevious(db, spec),
    listRuns: (limit): Promise<readonly RunSummary[]> =>
      summaries(db).orderBy('runs.started_at', 'desc').orderBy('runs.id').limit(limit).execute(),
  };
}

async function insertCompetition(tx: Transaction<Database>, plan: RunPlan): Promise<void> {
  await tx
    .insertInto('competitions')
    .values({
      name: plan.name,
      data_hash: plan.dataHash,
      target: plan.target,
      task: plan.task,
      metric: plan.metric,
      profile: JSON.stringify(plan.profile),
    })
    .onConflict((conflict) => conflict.columns(['name', 'data_hash']).doNothing())
    .execute();
}

/** False when there is one with the same id. */
async function insertRun(tx: Transaction<Database>, plan: RunPlan, spec: unknown): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('runs')
    .columns(['id', 'competition_id', 'spec', 'plan', 'folds_hash', 'seed'])
    .expression((builder) =>
      builder
        .selectFrom('competitions')
        .select([
          sql.val(plan.runId).as('id'),
          'competitions.id as competition_id',
          sql`${JSON.stringify(spec)}::jsonb`.as('spec'),
          sql`${JSON.stringify(plan)}::jsonb`.as('plan'),
          sql.val(plan.foldsHash).as('folds_hash'),
          sql`${plan.seed}::bigint`.as('seed'),
        ])
        .where('name', '=', plan.name)
        .where('data_hash', '=', plan.dataHash),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** False, and nothing done, when the run is closed already. */
async function closeRun(tx: Transaction<Database>, input: FinishRunInput): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('runs')
    .set({
      status: input.status,
      failure: input.failure,
      seconds: input.seconds,
      ...(input.ledger === undefined ? {} : { ledger: JSON.stringify(input.ledger) }),
      ...(input.settings === undefined
        ? {}
        : { plan: sql<string>`plan || ${JSON.stringify(input.settings)}::jsonb` }),
      finished_at: sql<Date>`now()`,
    })
    .where('id', '=', input.runId)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Runs with their competition's name and what their finished trials reached. */
function summaries(db: Kysely<Database>) {
  return db
    .selectFrom('runs')
    .innerJoin('competitions', 'competitions.id', 'runs.competition_id')
    .leftJoinLateral(
      (builder) =>
        builder
          .selectFrom('trials')
          .select((trial) => [
            trial.fn.countAll<number>().as('finished'),
            trial.fn.min('score').as('least'),
            trial.fn.max('score').as('greatest'),
          ])
          .whereRef('run_id', '=', 'runs.id')
          .where('state', '=', 'finished')
          .as('reached'),
      (join) => join.onTrue(),
    )
    .select([
      'runs.id',
      'competitions.name',
      sql<string>`coalesce(runs.spec ->> 'path', '')`.as('path'),
      'runs.status',
      'runs.plan',
      'runs.started_at as startedAt',
      'runs.finished_at as finishedAt',
      'runs.failure',
      'runs.seconds',
      'runs.ledger',
      sql<number>`reached.finished`.as('trialsFinished'),
      sql<number | null>`case runs.plan ->> 'direction' when 'min' then least else greatest end`.as(
        'bestScore',
      ),
    ]);
}
