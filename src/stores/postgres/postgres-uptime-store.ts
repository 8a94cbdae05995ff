import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { UptimeStore } from '../uptime-store.js';
import type { Database } from './tables.js';

/** Shorter breaks are beats that came late. */
const leastGapSeconds = 3;

/** Stretches in which workers were up, in Postgres. */
export function createPostgresUptimeStore(db: Kysely<Database>): UptimeStore {
  return {
    async beat(worker) {
      await sql`
        with longer as (
          update worker_uptime set until = clock_timestamp()
          where worker = ${worker} and until > clock_timestamp() - make_interval(secs => ${leastGapSeconds})
          returning worker
        )
        insert into worker_uptime (worker) select ${worker}::text where not exists (select from longer)`.execute(
        db,
      );
    },
    async gaps(fromMs) {
      const from = sql`to_timestamp(${fromMs / 1000}::double precision)`;
      const { rows } = await sql<{ readonly fromMs: number; readonly toMs: number }>`
        with up as (
          select range_agg(tstzrange(since, until, '[]')) as stretches from worker_uptime where until >= ${from}
        )
        select extract(epoch from lower(gap))::double precision * 1000 as "fromMs",
          extract(epoch from upper(gap))::double precision * 1000 as "toMs"
        from up, unnest(
          tstzmultirange(tstzrange(${from}, greatest(clock_timestamp(), ${from})))
            - coalesce(up.stretches, tstzmultirange())
        ) as gap
        where upper(gap) - lower(gap) > make_interval(secs => ${leastGapSeconds})
        order by gap`.execute(db);
      return rows;
    },
  };
}
