import type { RunEvent } from '../domain/run-event.js';

/** What happened in runs. Rows are written by the other stores, in the transactions that change the state. */
export interface EventStore {
  /** At most `limit` events of the run whose id is greater than `afterId`, oldest first. */
  listEvents(runId: string, afterId: number, limit: number): Promise<readonly RunEvent[]>;
  /**
   * Hands over every event of the run after `afterId`, each once and in order, as they come, until the signal is
   * aborted; a database that goes away for a while is waited for. @throws what `onEvents` throws
   */
  follow(
    runId: string,
    afterId: number,
    onEvents: (events: readonly RunEvent[]) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
}
