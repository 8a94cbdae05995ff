import type { NativeConnection } from '@temporalio/worker';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UptimeStore } from './stores/uptime-store.js';

const beatMs = 1_000;

/**
 * Says each second that this worker is up, for as long as Temporal and Postgres answer it: time without them is
 * down time, which no run is charged for.
 */
export function keepUptime(
  uptime: UptimeStore,
  worker: string,
  connection: Pick<NativeConnection, 'healthService'>,
): { stop(): void } {
  const stopped = new AbortController();
  const beat = async (): Promise<void> => {
    await connection.healthService.check({});
    await uptime.beat(worker);
  };
  const keep = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await beat().catch(() => undefined);
      await sleep(beatMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };
  void keep();
  return {
    stop: () => {
      stopped.abort();
    },
  };
}
