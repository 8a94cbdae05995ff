import type { EventSubject, PodiumEvent, ScheduleChange } from '../domain/run-event.js';

/** What happened in runs and schedules. Rows of runs are written by the stores that change their state. */
export interface EventStore {
  /** At most `limit` events of the run or schedule whose id is greater than `afterId`, oldest first. */
  listEvents(subject: EventSubject, afterId: number, limit: number): Promise<readonly PodiumEvent[]>;
  /**
   * Hands over every event of the subject after `afterId`, each once and in order, as they come, until the signal
   * is aborted; a database that goes away for a while is waited for. @throws what `onEvents` throws
   */
  follow(
    subject: EventSubject,
    afterId: number,
    onEvents: (events: readonly PodiumEvent[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Stores that a schedule skipped; once for each action of it. */
  recordSkip(scheduleId: string, skip: ScheduleChange['payload']): Promise<void>;
}
