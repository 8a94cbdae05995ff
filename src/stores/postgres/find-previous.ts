import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { CompetitionSpec } from '../../domain/competition.js';
import type { PreviousRun } from '../../domain/schedule.js';
import type { Database } from './tables.js';

/** The finished run of the same folder and name that ended last, or null. */
export async function findPrevious(db: Kysely<Database>, spec: CompetitionSpec): Promise<PreviousRun | null> {
  const asked = JSON.stringify({ ...spec, after: undefined });
  const found = await db
    .selectFrom('runs')
    .innerJoin('competitions', 'competitions.id', 'runs.competition_id')
    .select([
      'runs.id as run',
      'competitions.data_hash as dataHash',
      sql<boolean>`runs.spec - 'after' = ${asked}::jsonb`.as('sameSpec'),
    ])
    .where('runs.status', '=', 'finished')
    .where(sql<string>`runs.spec ->> 'path'`, '=', spec.path)
    .where(sql<string | null>`runs.spec ->> 'name'`, 'is not distinct from', spec.name ?? null)
    .orderBy('runs.finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}
