-- What all migrations together make. Written by `npm run schema`; a test compares it.

create table competitions (
  id bigint not null generated always as identity,
  name text not null,
  data_hash text not null,
  target text not null,
  task text not null,
  metric text not null,
  profile jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint competitions_pkey PRIMARY KEY (id),
  constraint competitions_one_per_data UNIQUE (name, data_hash),
  constraint competitions_task CHECK ((task = ANY (ARRAY['binary'::text, 'multiclass'::text, 'regression'::text])))
);
comment on table competitions is 'A version of the data of a competition';
comment on column competitions.data_hash is 'sha-256 over train, test and sample submission';
comment on column competitions.metric is 'Id of the metric of the first run on these data';
comment on column competitions.profile is 'Counts of rows and columns that search spaces depend on';

create table runs (
  id text not null,
  competition_id bigint not null,
  status text not null default 'running'::text,
  spec jsonb not null,
  plan jsonb not null,
  folds_hash text not null,
  seed bigint not null,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  seconds double precision,
  failure text,
  ledger jsonb,
  constraint runs_pkey PRIMARY KEY (id),
  constraint runs_competition_id_fkey FOREIGN KEY (competition_id) REFERENCES competitions(id),
  constraint runs_closed_has_end CHECK (((status = 'running'::text) = (finished_at IS NULL))),
  constraint runs_closed_has_seconds CHECK (((status = 'running'::text) = (seconds IS NULL))),
  constraint runs_failed_has_failure CHECK (((status <> 'failed'::text) OR (failure IS NOT NULL))),
  constraint runs_status CHECK ((status = ANY (ARRAY['running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text])))
);
comment on table runs is 'One search on a competition, started by one workflow';
comment on column runs.spec is 'What was asked for, as given';
comment on column runs.plan is 'The spec with every gap closed';
comment on column runs.folds_hash is 'sha-256 over the fold of each training row';
comment on column runs.seconds is 'Wall time from start to end; null while running';
comment on column runs.ledger is 'Where the budget went up to the last end of the run';

create table trials (
  run_id text not null,
  number integer not null,
  family text not null,
  view text not null default 'raw'::text,
  parameters jsonb not null,
  seed bigint not null,
  sampler text not null,
  reason text not null,
  visible integer[] not null,
  state text not null default 'running'::text,
  score double precision,
  seconds double precision,
  failure text,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  candidates text[] not null default '{}'::text[],
  half_batch boolean not null default false,
  failure_type text,
  race jsonb,
  blend_round integer,
  constraint trials_pkey PRIMARY KEY (run_id, number),
  constraint trials_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id),
  constraint trials_closed_has_end CHECK (((state = 'running'::text) = (finished_at IS NULL))),
  constraint trials_closed_has_seconds CHECK (((state = 'running'::text) = (seconds IS NULL))),
  constraint trials_failure_says_why CHECK (((state = ANY (ARRAY['failed'::text, 'stopped'::text, 'raced'::text])) = (failure IS NOT NULL))),
  constraint trials_finished_has_score CHECK (((state = 'finished'::text) = (score IS NOT NULL))),
  constraint trials_number CHECK ((number >= 0)),
  constraint trials_score_finite CHECK ((abs(score) < 'Infinity'::double precision)),
  constraint trials_state CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'failed'::text, 'stopped'::text, 'raced'::text])))
);
comment on table trials is 'One choice of family and parameters, fitted on every fold';
comment on column trials.view is 'The feature view that the family sees';
comment on column trials.sampler is 'portfolio, or the id of the sampler that proposed it';
comment on column trials.reason is 'Why it was proposed, one line';
comment on column trials.visible is 'Numbers of the finished trials whose results were known when it was proposed';
comment on column trials.score is 'Mean of the fold scores in the sign of the metric; null unless finished';
comment on column trials.seconds is 'Training seconds over all finished folds; null while running';
comment on column trials.failure is 'Why it failed, was stopped or raced out, one line';
comment on column trials.candidates is 'Families that fitted the time left when it was proposed';
comment on column trials.half_batch is 'A fit ran out of memory: attempts from then on take half of the mini-batch';
comment on column trials.failure_type is 'What kind of failure it was: OutOfMemory, Hang, NotFinite and so on';
comment on column trials.race is 'Worst score of the first fold with which it goes on, and by what that was drawn';
comment on column trials.blend_round is 'The newest blend round whose weights were known when it was proposed';

create table folds (
  run_id text not null,
  trial integer not null,
  fold integer not null,
  attempt integer not null default 1,
  state text not null default 'running'::text,
  score double precision,
  seconds double precision,
  artifacts text,
  started_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  note text,
  constraint folds_pkey PRIMARY KEY (run_id, trial, fold),
  constraint folds_run_id_trial_fkey FOREIGN KEY (run_id, trial) REFERENCES trials(run_id, number),
  constraint folds_attempt CHECK ((attempt >= 1)),
  constraint folds_closed_has_end CHECK (((state = 'running'::text) = (finished_at IS NULL))),
  constraint folds_finished_has_result CHECK ((((state = 'finished'::text) = (score IS NOT NULL)) AND ((state = 'finished'::text) = (seconds IS NOT NULL)) AND ((state = 'finished'::text) = (artifacts IS NOT NULL)))),
  constraint folds_fold CHECK ((fold >= 0)),
  constraint folds_score_finite CHECK ((abs(score) < 'Infinity'::double precision)),
  constraint folds_state CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'stopped'::text])))
);
comment on table folds is 'One fit of a trial on all rows but those of the fold';
comment on column folds.attempt is 'Only the newest attempt may commit';
comment on column folds.state is 'stopped: its trial was closed before it finished';
comment on column folds.score is 'The metric on the rows of the fold';
comment on column folds.seconds is 'Seconds for the fit and its predictions';
comment on column folds.artifacts is 'Key of its model and predictions in the artifact store';
comment on column folds.note is 'How it was fitted where not from start to end at once: resumed, with half a batch';

create table ensembles (
  run_id text not null,
  number integer not null,
  round integer not null,
  blender text not null,
  members jsonb not null,
  score double precision not null,
  estimate double precision not null,
  estimate_sd double precision not null,
  chosen boolean not null,
  artifacts text not null,
  created_at timestamp with time zone not null default now(),
  constraint ensembles_pkey PRIMARY KEY (run_id, number),
  constraint ensembles_blender_once_a_round UNIQUE (run_id, round, blender),
  constraint ensembles_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id),
  constraint ensembles_scores_finite CHECK (((abs(score) < 'Infinity'::double precision) AND (abs(estimate) < 'Infinity'::double precision) AND (abs(estimate_sd) < 'Infinity'::double precision)))
);
CREATE UNIQUE INDEX ensembles_one_chosen_a_round ON public.ensembles USING btree (run_id, round) WHERE chosen;
comment on table ensembles is 'One blender fitted on the finalists of a blend round';
comment on column ensembles.members is '[{"trial": number, "weight": number}]';
comment on column ensembles.score is 'Weights fitted on all out-of-fold rows: optimistic';
comment on column ensembles.estimate is 'Mean over folds, weights fitted on the other folds: honest';
comment on column ensembles.estimate_sd is 'Standard deviation of the estimate over folds';
comment on column ensembles.chosen is 'Best honest estimate of its round';
comment on column ensembles.artifacts is 'Key of its predictions in the artifact store';

create table submissions (
  run_id text not null,
  content_hash text not null,
  round integer not null,
  file text not null,
  rows integer not null,
  estimate double precision not null,
  checked boolean not null,
  created_at timestamp with time zone not null default now(),
  constraint submissions_pkey PRIMARY KEY (run_id, content_hash),
  constraint submissions_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id),
  constraint submissions_rows CHECK ((rows > 0))
);
comment on table submissions is 'A submission file that was written, once for each content';
comment on column submissions.content_hash is 'sha-256 of the file';
comment on column submissions.checked is 'The file agreed with the sample submission';

create table events (
  id bigint not null generated always as identity,
  run_id text,
  type text not null,
  payload jsonb not null,
  at timestamp with time zone not null default clock_timestamp(),
  schedule_id text,
  constraint events_pkey PRIMARY KEY (id),
  constraint events_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs(id),
  constraint events_one_subject CHECK ((num_nonnulls(run_id, schedule_id) = 1))
);
CREATE INDEX events_by_run ON public.events USING btree (run_id, id);
CREATE INDEX events_by_schedule ON public.events USING btree (schedule_id, id) WHERE (schedule_id IS NOT NULL);
comment on table events is 'A change of state of a run, written in the transaction that made it; announced on podium';
comment on column events.id is 'Ascending within a run in the order of the commits';
comment on column events.type is 'run.started, trial.finished, submission.ready and so on';
comment on column events.schedule_id is 'Schedule that acted without a run; null for events of a run';

create table webhooks (
  id text not null,
  url text not null,
  events text[],
  created_at timestamp with time zone not null default now(),
  constraint webhooks_pkey PRIMARY KEY (id),
  constraint webhooks_one_per_url UNIQUE (url),
  constraint webhooks_events CHECK ((events <> '{}'::text[])),
  constraint webhooks_url CHECK ((url ~ '^https?://[^/?#@]+([/?#]|$)'::text))
);
comment on table webhooks is 'Addresses that events are posted to; the secret that signs them is not stored here';
comment on column webhooks.events is 'Types of the events it gets; null for all';

create table webhook_deliveries (
  webhook_id text not null,
  event_id bigint not null,
  subject text not null,
  attempts integer not null default 0,
  next_at timestamp with time zone not null default now(),
  delivered_at timestamp with time zone,
  last_error text,
  constraint webhook_deliveries_pkey PRIMARY KEY (webhook_id, event_id),
  constraint webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id),
  constraint webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE,
  constraint webhook_deliveries_attempts CHECK ((attempts >= 0))
);
CREATE INDEX webhook_deliveries_pending ON public.webhook_deliveries USING btree (webhook_id, subject, event_id) WHERE (delivered_at IS NULL);
comment on table webhook_deliveries is 'Outbox: written with the event, delivered at least once, by any worker';
comment on column webhook_deliveries.subject is 'Run or schedule of the event; in order within it';
comment on column webhook_deliveries.attempts is 'Counts tries as they begin';
comment on column webhook_deliveries.next_at is 'Not before this; while one is tried, the end of its lease';

create table worker_uptime (
  worker text not null,
  since timestamp with time zone not null default clock_timestamp(),
  until timestamp with time zone not null default clock_timestamp(),
  constraint worker_uptime_pkey PRIMARY KEY (worker, since)
);
CREATE INDEX worker_uptime_by_until ON public.worker_uptime USING btree (until);
comment on table worker_uptime is 'A stretch of time in which a worker was up, Temporal and Postgres with it';
comment on column worker_uptime.until is 'Moved on each second';
