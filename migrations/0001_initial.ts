import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const tables = ['competitions', 'runs', 'trials', 'folds', 'ensembles', 'submissions'] as const;

const competitions = sql`
create table competitions (
  id bigint generated always as identity primary key,
  name text not null,
  data_hash text not null,
  target text not null,
  task text not null,
  metric text not null,
  profile jsonb not null,
  created_at timestamptz not null default now(),
  constraint competitions_one_per_data unique (name, data_hash),
  constraint competitions_task check (task in ('binary', 'multiclass', 'regression'))
)`;

const runs = sql`
create table runs (
  id text primary key,
  competition_id bigint not null references competitions,
  status text not null default 'running',
  spec jsonb not null,
  plan jsonb not null,
  folds_hash text not null,
  seed bigint not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  seconds double precision,
  failure text,
  constraint runs_status check (status in ('running', 'finished', 'failed', 'cancelled')),
  constraint runs_closed_has_end check ((status = 'running') = (finished_at is null)),
  constraint runs_closed_has_seconds check ((status = 'running') = (seconds is null)),
  constraint runs_failed_has_failure check (status <> 'failed' or failure is not null)
)`;

const trials = sql`
create table trials (
  run_id text not null references runs,
  number integer not null,
  family text not null,
  view text not null default 'raw',
  parameters jsonb not null,
  seed bigint not null,
  sampler text not null,
  reason text not null,
  visible integer[] not null,
  state text not null default 'running',
  score double precision,
  seconds double precision,
  failure text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (run_id, number),
  constraint trials_number check (number >= 0),
  constraint trials_state check (state in ('running', 'finished', 'failed', 'stopped')),
  constraint trials_finished_has_score check ((state = 'finished') = (score is not null)),
  constraint trials_score_finite check (abs(score) < 'Infinity'),
  constraint trials_closed_has_seconds check ((state = 'running') = (seconds is null)),
  constraint trials_closed_has_end check ((state = 'running') = (finished_at is null)),
  constraint trials_failure_says_why check ((state in ('failed', 'stopped')) = (failure is not null))
)`;

const folds = sql`
create table folds (
  run_id text not null,
  trial integer not null,
  fold integer not null,
  attempt integer not null default 1,
  state text not null default 'running',
  score double precision,
  seconds double precision,
  artifacts text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (run_id, trial, fold),
  foreign key (run_id, trial) references trials,
  constraint folds_fold check (fold >= 0),
  constraint folds_attempt check (attempt >= 1),
  constraint folds_state check (state in ('running', 'finished', 'stopped')),
  constraint folds_finished_has_result check (
    (state = 'finished') = (score is not null) and
    (state = 'finished') = (seconds is not null) and
    (state = 'finished') = (artifacts is not null)
  ),
  constraint folds_score_finite check (abs(score) < 'Infinity'),
  constraint folds_closed_has_end check ((state = 'running') = (finished_at is null))
)`;

const ensembles = sql`
create table ensembles (
  run_id text not null references runs,
  number integer not null,
  round integer not null,
  blender text not null,
  members jsonb not null,
  score double precision not null,
  estimate double precision not null,
  estimate_sd double precision not null,
  chosen boolean not null,
  artifacts text not null,
  created_at timestamptz not null default now(),
  primary key (run_id, number),
  constraint ensembles_blender_once_a_round unique (run_id, round, blender),
  constraint ensembles_scores_finite check (
    abs(score) < 'Infinity' and abs(estimate) < 'Infinity' and abs(estimate_sd) < 'Infinity'
  )
)`;

const oneChosenARound = sql`
create unique index ensembles_one_chosen_a_round on ensembles (run_id, round) where chosen`;

const submissions = sql`
create table submissions (
  run_id text not null references runs,
  content_hash text not null,
  round integer not null,
  file text not null,
  rows integer not null,
  estimate double precision not null,
  checked boolean not null,
  created_at timestamptz not null default now(),
  primary key (run_id, content_hash),
  constraint submissions_rows check (rows > 0)
)`;

const comments: Readonly<Record<string, string>> = {
  'table competitions': 'A version of the data of a competition',
  'column competitions.data_hash': 'sha-256 over train, test and sample submission',
  'column competitions.metric': 'Id of the metric of the first run on these data',
  'column competitions.profile': 'Counts of rows and columns that search spaces depend on',
  'table runs': 'One search on a competition, started by one workflow',
  'column runs.spec': 'What was asked for, as given',
  'column runs.plan': 'The spec with every gap closed',
  'column runs.folds_hash': 'sha-256 over the fold of each training row',
  'column runs.seconds': 'Wall time from start to end; null while running',
  'table trials': 'One choice of family and parameters, fitted on every fold',
  'column trials.view': 'The feature view that the family sees',
  'column trials.sampler': 'portfolio, or the id of the sampler that proposed it',
  'column trials.reason': 'Why it was proposed, one line',
  'column trials.visible': 'Numbers of the finished trials whose results were known when it was proposed',
  'column trials.score': 'Mean of the fold scores in the sign of the metric; null unless finished',
  'column trials.seconds': 'Training seconds over all finished folds; null while running',
  'column trials.failure': 'Why it failed or was stopped, one line',
  'table folds': 'One fit of a trial on all rows but those of the fold',
  'column folds.attempt': 'Only the newest attempt may commit',
  'column folds.state': 'stopped: its trial was closed before it finished',
  'column folds.score': 'The metric on the rows of the fold',
  'column folds.seconds': 'Seconds for the fit and its predictions',
  'column folds.artifacts': 'Key of its model and predictions in the artifact store',
  'table ensembles': 'One blender fitted on the finalists of a blend round',
  'column ensembles.members': '[{"trial": number, "weight": number}]',
  'column ensembles.score': 'Weights fitted on all out-of-fold rows: optimistic',
  'column ensembles.estimate': 'Mean over folds, weights fitted on the other folds: honest',
  'column ensembles.estimate_sd': 'Standard deviation of the estimate over folds',
  'column ensembles.chosen': 'Best honest estimate of its round',
  'column ensembles.artifacts': 'Key of its predictions in the artifact store',
  'table submissions': 'A submission file that was written, once for each content',
  'column submissions.content_hash': 'sha-256 of the file',
  'column submissions.checked': 'The file agreed with the sample submission',
};

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [competitions, runs, trials, folds, ensembles, oneChosenARound, submissions]) {
    await statement.execute(db);
  }
  for (const [object, text] of Object.entries(comments)) {
    await sql`comment on ${sql.raw(object)} is ${sql.lit(text)}`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of [...tables].reverse()) await db.schema.dropTable(table).execute();
}
