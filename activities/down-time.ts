import type { ControlActivities, DownTimeInput } from '../src/domain/activity-contracts.js';
import { downMsOf } from '../src/domain/run-clock.js';
import type { UptimeStore } from '../src/stores/uptime-store.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.downTime. */
export function downTimeActivity({ uptime }: ActivityDependencies): ControlActivities['downTime'] {
  return (input) => downTime(uptime, input);
}

/** Milliseconds in which no worker was up, without pauses. */
export async function downTime(uptime: UptimeStore, { sinceMs, pauses }: DownTimeInput): Promise<number> {
  return Math.round(downMsOf(await uptime.gaps(sinceMs), pauses, sinceMs));
}
