import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { BudgetLedger } from '../../domain/budget-ledger.js';
import type { CompetitionSpec, DataProfile, RunPlan, TaskKind } from '../../domain/competition.js';
import type { EnsembleMember } from '../../domain/ensemble.js';
import type { Change } from '../../domain/run-event.js';
import type { Race } from '../../domain/race.js';
import type { Parameters } from '../../domain/search-space.js';
import type { TrialState } from '../../domain/trial.js';
import type { RunStatus } from '../run-store.js';

/** Tables as migrations/schema.sql describes them. */
export interface Database {
  readonly competitions: CompetitionTable;
  readonly runs: RunTable;
  readonly trials: TrialTable;
  readonly folds: FoldTable;
  readonly ensembles: EnsembleTable;
  readonly submissions: SubmissionTable;
  readonly events: EventTable;
  readonly worker_uptime: WorkerUptimeTable;
  readonly webhooks: WebhookTable;
  readonly webhook_deliveries: WebhookDeliveryTable;
}

/** Read as a value, written as its JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** Set by the database when a row is made. */
type CreatedAt = ColumnType<Date, never, never>;

export interface CompetitionTable {
  readonly id: GeneratedAlways<number>;
  readonly name: string;
  readonly data_hash: string;
  readonly target: string;
  readonly task: TaskKind;
  readonly metric: string;
  readonly profile: Json<DataProfile>;
  readonly created_at: CreatedAt;
}

export interface RunTable {
  readonly id: string;
  readonly competition_id: number;
  readonly status: Generated<RunStatus>;
  readonly spec: Json<CompetitionSpec>;
  readonly plan: Json<RunPlan>;
  readonly folds_hash: string;
  readonly seed: number;
  readonly started_at: CreatedAt;
  readonly finished_at: ColumnType<Date | null, never, Date | null>;
  readonly seconds: number | null;
  readonly failure: string | null;
  readonly ledger: ColumnType<BudgetLedger | null, string | null, string | null>;
}

export interface TrialTable {
  readonly run_id: string;
  readonly number: number;
  readonly family: string;
  readonly view: Generated<string>;
  readonly parameters: Json<Parameters>;
  readonly seed: number;
  readonly sampler: string;
  readonly reason: string;
  readonly visible: readonly number[];
  readonly candidates: Generated<readonly string[]>;
  readonly race: ColumnType<Race | null, string | null, never>;
  readonly blend_round: number | null;
  readonly state: Generated<TrialState>;
  readonly score: number | null;
  readonly seconds: number | null;
  readonly failure: string | null;
  readonly failure_type: string | null;
  readonly half_batch: Generated<boolean>;
  readonly started_at: CreatedAt;
  readonly finished_at: ColumnType<Date | null, never, Date>;
}

export interface FoldTable {
  readonly run_id: string;
  readonly trial: number;
  readonly fold: number;
  readonly attempt: Generated<number>;
  readonly state: Generated<'running' | 'finished' | 'stopped'>;
  readonly score: number | null;
  readonly seconds: number | null;
  readonly artifacts: string | null;
  readonly note: string | null;
  readonly started_at: ColumnType<Date, never, Date>;
  readonly finished_at: ColumnType<Date | null, never, Date>;
}

export interface EnsembleTable {
  readonly run_id: string;
  readonly number: number;
  readonly round: number;
  readonly blender: string;
  readonly members: Json<readonly EnsembleMember[]>;
  readonly score: number;
  readonly estimate: number;
  readonly estimate_sd: number;
  readonly chosen: boolean;
  readonly artifacts: string;
  readonly created_at: CreatedAt;
}

export interface SubmissionTable {
  readonly run_id: string;
  readonly content_hash: string;
  readonly round: number;
  readonly file: string;
  readonly rows: number;
  readonly estimate: number;
  readonly checked: boolean;
  readonly created_at: CreatedAt;
}

export interface EventTable {
  readonly id: GeneratedAlways<number>;
  readonly run_id: string | null;
  readonly schedule_id: string | null;
  readonly type: Change['type'];
  readonly payload: Json<Change['payload']>;
  readonly at: CreatedAt;
}

export interface WebhookTable {
  readonly id: string;
  readonly url: string;
  readonly events: readonly Change['type'][] | null;
  readonly created_at: CreatedAt;
}

export interface WebhookDeliveryTable {
  readonly webhook_id: string;
  readonly event_id: number;
  readonly subject: string;
  readonly attempts: Generated<number>;
  readonly next_at: ColumnType<Date, never, Date>;
  readonly delivered_at: ColumnType<Date | null, never, Date>;
  readonly last_error: string | null;
}

export interface WorkerUptimeTable {
  readonly worker: string;
  readonly since: ColumnType<Date, never, never>;
  readonly until: ColumnType<Date, never, Date>;
}
