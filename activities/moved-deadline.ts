import type { Deadline } from '../src/domain/activity-contracts.js';
import type { UptimeStore } from '../src/stores/uptime-store.js';
import { downTime } from './down-time.js';

/** The deadline as it stands now, milliseconds since the epoch. */
export async function movedDeadlineMs(uptime: UptimeStore, { atMs, clock }: Deadline): Promise<number> {
  return atMs + (await downTime(uptime, clock));
}
