import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.js';
import { homeAt, type Home } from './home.js';
import { lockHolder, releaseLock, takeLock } from './home-lock.js';
import { endProcess, isRunning, type ProcessIdentity } from './process-identity.js';
import { PARTS, readServicesState, type Part, type ServicesState } from './services-state.js';
import { endSurvivors } from './survivors.js';

const STOP_TIMEOUT_MS = 60_000;
const POLL_MS = 20;

/**
 * Ends the services of the home: the worker, then Temporal, then Postgres. Returns what ran and does not any more, in
 * the order of their ends, and nothing where nothing ran. Also ends what a killed supervisor left behind.
 */
export async function stopServices(
  config: Config,
  onStopped: (part: Part) => void = () => undefined,
): Promise<readonly Part[]> {
  const home = homeAt(config.home);
  const stopped: Part[] = [];
  const add = (part: Part): void => {
    if (stopped.includes(part)) return;
    stopped.push(part);
    onStopped(part);
  };
  const supervisor = lockHolder(home.pidFile);
  if (supervisor !== null && isRunning(supervisor)) await stopSupervisor(supervisor, home, add);
  // A supervisor that had to be killed, now or before, leaves its children.
  if (readServicesState(home) !== null && takeLock(home.pidFile)) {
    try {
      for (const part of await endSurvivors(home)) add(part);
    } finally {
      releaseLock(home.pidFile);
    }
  }
  return stopped;
}

async function stopSupervisor(
  supervisor: ProcessIdentity,
  home: Home,
  onStopped: (part: Part) => void,
): Promise<void> {
  const before = readServicesState(home);
  const ended = endProcess(supervisor, 'SIGTERM', STOP_TIMEOUT_MS);
  while (isRunning(supervisor)) {
    report(readServicesState(home), before, onStopped);
    await sleep(POLL_MS);
  }
  await ended;
  report(readServicesState(home), before, onStopped);
}

function report(
  now: ServicesState | null,
  before: ServicesState | null,
  onStopped: (part: Part) => void,
): void {
  for (const part of PARTS.toReversed()) {
    const ran = before?.parts[part].process !== null;
    if (ran && now?.parts[part].status === 'stopped') onStopped(part);
  }
}
