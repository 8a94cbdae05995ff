import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Query } from './chaos-home.js';

/** What the database itself saw happen to folds, beside what the stores say. */
export interface FoldFindings {
  /** Folds committed in the end. */
  readonly finished: number;
  /** Attempts in all, among them those that ended with their process. */
  readonly attempts: number;
  /** Folds that were opened or written once more after their commit. */
  readonly trainedAgain: number;
  /** Commits that are not there any more, or not as they were. */
  readonly lost: number;
  /** Rows of trials and folds without an owner after the end. */
  readonly running: number;
}

const statements = [
  `create table fold_audit (
     id bigint generated always as identity primary key, run_id text, trial int, fold int, was text, now text,
     attempt int, score float8)`,
  `create function audit_fold() returns trigger language plpgsql as $$ begin
     insert into fold_audit (run_id, trial, fold, was, now, attempt, score)
     values (coalesce(new.run_id, old.run_id), coalesce(new.trial, old.trial), coalesce(new.fold, old.fold),
       old.state, new.state, coalesce(new.attempt, old.attempt), new.score);
     return null;
   end $$`,
  `create trigger audit_fold after insert or update or delete on folds for each row execute function audit_fold()`,
];

/** From here on every change of a fold is logged by a trigger, in the transaction that makes it. */
export async function installFoldAudit(query: Query): Promise<void> {
  const [there] = await query<{ name: string | null }>(`select to_regclass('fold_audit')::text as name`);
  if (there?.name != null) return;
  for (const statement of statements) await query(statement);
}

/** @param artifacts folder of the home's artifacts; null leaves files out */
export async function foldFindings(
  query: Query,
  runId: string,
  artifacts: string | null,
): Promise<FoldFindings> {
  const [counts] = await query<Record<keyof FoldFindings, number>>(
    `with log as (select * from fold_audit where run_id = $1),
       kept as (select * from folds where run_id = $1)
     select
       (select count(*)::int from kept where state = 'finished') as finished,
       (select coalesce(sum(attempt), 0)::int from kept) as attempts,
       (select count(*)::int from (
          select distinct trial, fold from log where was = 'finished' and now is not null) again
       ) as "trainedAgain",
       (select count(*)::int from log where now = 'finished' and not exists (
          select from kept where kept.trial = log.trial and kept.fold = log.fold and kept.state = 'finished'
            and kept.attempt = log.attempt and kept.score = log.score)) as lost,
       (select count(*)::int from kept where state = 'running')
         + (select count(*)::int from trials where run_id = $1 and state = 'running') as running`,
    [runId],
  );
  if (counts === undefined) throw new Error('the audit says nothing');
  const folders = artifacts === null ? 0 : await laterFolders(query, runId, artifacts);
  return { ...counts, trainedAgain: counts.trainedAgain + folders };
}

/** Folds with files of an attempt after the one that was committed: somebody trained without asking. */
async function laterFolders(query: Query, runId: string, artifacts: string): Promise<number> {
  const committed = await query<{ artifacts: string; attempt: number }>(
    `select artifacts, attempt from folds where run_id = $1 and state = 'finished'`,
    [runId],
  );
  return committed.filter(({ artifacts: key, attempt }) => {
    const folder = join(artifacts, key, '..');
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names.some((name) => Number(name.replace('attempt-', '')) > attempt);
  }).length;
}
