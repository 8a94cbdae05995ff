import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.js';
import { childEnvironment } from './child-environment.js';
import { buildIdOf, supervisorEntry, workerEntry } from './entry-points.js';
import { createHome, homeAt, type Home } from './home.js';
import { lockHolder } from './home-lock.js';
import { openLog } from './log-file.js';
import { isRunning, sendSignal } from './process-identity.js';
import { addressesOf, checkSameServers, type ServiceAddresses } from './service-addresses.js';
import { ServicesError } from './services-error.js';
import { stepReporter, type ServiceStep } from './service-step.js';
import { PARTS, readServicesState, type Part, type ServicesState } from './services-state.js';
import { stopServices } from './stop-services.js';

export type { ServiceAddresses } from './service-addresses.js';
export type { ServiceStep } from './service-step.js';

const POLL_MS = 20;
const START_TIMEOUT_MS = 150_000;
const RECOVERY_TIMEOUT_MS = 15_000;
/** A part that did not start this often in a row does not come up by waiting. */
const TOLERATED_FAILED_STARTS = 4;

/**
 * Starts the services of the home where they do not run, and waits until Postgres, Temporal and the worker are ready. A
 * worker of an older build is restarted. `onStep` is told of each part that comes up or fails meanwhile.
 * @throws ServicesError when a part does not come up, InputError when those that run use other servers
 */
export async function ensureServices(
  config: Config,
  onStep: (step: ServiceStep) => void,
  entry: string = workerEntry,
): Promise<ServiceAddresses> {
  const home = homeAt(config.home);
  createHome(home);
  const begunAtMs = Date.now();
  const report = stepReporter(onStep);
  const buildId = buildIdOf(entry);
  let own: ChildProcess | null = null;
  let askedToRestart = false;
  try {
    for (;;) {
      const state = runningState(home);
      if (state !== null) {
        checkSameServers(config, state);
        const outdated = state.buildId !== '' && state.buildId !== buildId;
        if (outdated && !askedToRestart && state.supervisor) sendSignal(state.supervisor.pid, 'SIGHUP');
        askedToRestart ||= outdated;
        report(state, outdated);
        if (!outdated && allUp(state, PARTS)) return addressesOf(config, home, state);
        refuseHopeless(state, home);
      } else if (supervisorGone(home, own)) {
        own = spawnSupervisor(config, home, entry);
      }
      if (own?.exitCode)
        throw new ServicesError('supervisor', `exit code ${own.exitCode}`, home.supervisorLog);
      if (Date.now() - begunAtMs > START_TIMEOUT_MS) throw overdue(state, home);
      await sleep(POLL_MS);
    }
  } catch (error) {
    // What this call started and could not bring up does not stay behind half-started.
    if (own !== null && error instanceof ServicesError) await stopServices(config);
    throw error;
  }
}

/**
 * Addresses of services that run, or of servers named by the configuration; starts nothing. Waits a little for a part
 * that is being restarted; null when Postgres and Temporal are not up.
 */
export async function findServices(config: Config): Promise<ServiceAddresses | null> {
  const home = homeAt(config.home);
  const deadline = Date.now() + RECOVERY_TIMEOUT_MS;
  for (let state = runningState(home); state !== null; state = runningState(home)) {
    checkSameServers(config, state);
    if (allUp(state, ['postgres', 'temporal'])) return addressesOf(config, home, state);
    if (Date.now() > deadline) return null;
    await sleep(POLL_MS);
  }
  const { databaseUrl, temporal } = config;
  if (databaseUrl === null || temporal.address === null) return null;
  const { address: temporalAddress, namespace } = temporal;
  return { databaseUrl, temporalAddress, namespace, webUi: null, supervisorPid: null, workerPid: null };
}

/** State of a supervisor that runs and is not on its way out. */
function runningState(home: Home): ServicesState | null {
  const state = readServicesState(home);
  if (state?.supervisor == null || state.stopping || !isRunning(state.supervisor)) return null;
  return state;
}

function supervisorGone(home: Home, own: ChildProcess | null): boolean {
  if (own !== null && own.exitCode === null && own.signalCode === null) return false;
  const holder = lockHolder(home.pidFile);
  return holder === null || !isRunning(holder);
}

function spawnSupervisor(config: Config, home: Home, entry: string): ChildProcess {
  const log = openLog(home.supervisorLog);
  const child = spawn(process.execPath, ['--enable-source-maps', supervisorEntry, entry], {
    cwd: home.folder,
    env: childEnvironment(config),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return child;
}

function allUp(state: ServicesState, parts: readonly Part[]): boolean {
  return parts.every((part) => ['ready', 'external'].includes(state.parts[part].status));
}

function refuseHopeless(state: ServicesState, home: Home): void {
  for (const part of PARTS) {
    const { failedStarts, lastError } = state.parts[part];
    if (failedStarts >= TOLERATED_FAILED_STARTS) {
      throw new ServicesError(part, lastError ?? `it failed ${failedStarts} times`, home[`${part}Log`]);
    }
  }
}

function overdue(state: ServicesState | null, home: Home): ServicesError {
  const part = PARTS.find((name) => state !== null && !allUp(state, [name])) ?? 'supervisor';
  return new ServicesError(part, `not ready within ${START_TIMEOUT_MS / 1000} s`, home[`${part}Log`]);
}
