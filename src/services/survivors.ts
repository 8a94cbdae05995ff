import { existsSync } from 'node:fs';
import type { Home } from './home.js';
import { postgresBinaries } from './postgres-binaries.js';
import { endLeftovers, processesOf } from './postgres-leftovers.js';
import { choosePlace } from './postgres-place.js';
import { endProcess, isRunning, killGroup } from './process-identity.js';
import { readServicesState, type Part } from './services-state.js';

/**
 * Ends what a supervisor that was killed left running in this home: the worker with its trainers, then Temporal, then
 * Postgres. Only the holder of the home's lock may call it. Returns the parts that it ended.
 */
export async function endSurvivors(home: Home): Promise<readonly Part[]> {
  const ended: Part[] = [];
  const { worker, temporal } = readServicesState(home)?.parts ?? {};
  if (worker?.process) {
    if (isRunning(worker.process)) ended.push('worker');
    await endProcess(worker.process, 'SIGTERM', 20_000);
    killGroup(worker.process);
  }
  if (temporal?.process && isRunning(temporal.process)) {
    ended.push('temporal');
    await endProcess(temporal.process, 'SIGTERM', 10_000);
  }
  if (existsSync(home.postgres)) {
    const { data } = await choosePlace(home.postgres, await postgresBinaries());
    if ((await processesOf(data)).length > 0) ended.push('postgres');
    await endLeftovers(data);
  }
  return ended;
}
