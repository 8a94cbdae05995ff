import type { Gap } from '../domain/run-clock.js';

/** When workers were up, by the database's clock. */
export interface UptimeStore {
  /** Says that the worker is up; to be called each second. A beat that is late begins a new stretch. */
  beat(worker: string): Promise<void>;
  /** Since `fromMs`: when no worker was up for more than three seconds; in order, the present one included. */
  gaps(fromMs: number): Promise<readonly Gap[]>;
}
