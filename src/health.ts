import { sql, type Kysely } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './stores/postgres/tables.js';
import type { TrainerPool } from './trainer/trainer-pool.js';
import type { QueueStatus, Workers } from './workers.js';

const databaseTimeoutMs = 2_000;

export type WorkerState = 'starting' | 'running' | 'draining' | 'failed';

/** What a worker process says about itself. */
export interface WorkerHealth {
  readonly state: WorkerState;
  /** Empty while it starts. */
  readonly queues: readonly QueueStatus[];
  /** Trainers at a time. */
  readonly slots: number;
  readonly busySlots: number;
  /** Why the database does not answer; null when it does, or was not asked. */
  readonly databaseError: string | null;
}

/** Where the parts of the process that are looked at stand; the workers come last. */
export interface HealthSubject {
  readonly db: Kysely<Database>;
  readonly trainers: Pick<TrainerPool, 'slots' | 'busy'>;
  workers: Pick<Workers, 'status'> | null;
}

/** Looks at the workers, and at the database if asked to; takes at most 2 s and never rejects. */
export async function lookAtHealth(subject: HealthSubject, askDatabase: boolean): Promise<WorkerHealth> {
  const databaseError = askDatabase ? await errorOf(subject.db) : null;
  const queues = subject.workers?.status() ?? [];
  return {
    state: stateOf(queues),
    queues,
    slots: subject.trainers.slots,
    busySlots: subject.trainers.busy,
    databaseError,
  };
}

function stateOf(queues: readonly QueueStatus[]): WorkerState {
  const states = queues.map(({ state }) => state);
  if (states.includes('FAILED')) return 'failed';
  if (states.length === 0 || states.includes('INITIALIZED')) return 'starting';
  return states.every((state) => state === 'RUNNING') ? 'running' : 'draining';
}

async function errorOf(db: Kysely<Database>): Promise<string | null> {
  const asked = sql`select 1`.execute(db).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)) || 'no reason known',
  );
  const late = sleep(databaseTimeoutMs, `no answer in ${databaseTimeoutMs} ms`, { ref: false });
  return Promise.race([asked, late]);
}
