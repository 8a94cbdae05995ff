import { setTimeout as sleep } from 'node:timers/promises';
import { endOf } from './end-of-run.js';
import { readSnapshot } from './run-snapshot.js';
import type { CliSession } from './session.js';

const pollMs = 250;
const patienceMs = 15_000;

/**
 * Waits until the run is in the database, where every command finds it. A large table takes longer than a person
 * waits: after 15 s it is left to itself. @throws the failure of a run that ended while it was prepared
 */
export async function untilPrepared(session: CliSession, runId: string): Promise<void> {
  const leave = new AbortController();
  const ending = endOf(session, runId, leave.signal);
  try {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
      if ((await readSnapshot(session.stores, runId)) !== null) return;
      const end = await Promise.race([sleep(pollMs), ending]);
      if (end?.failure != null) throw end.failure;
    }
  } finally {
    leave.abort();
  }
}
