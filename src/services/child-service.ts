import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from './log-file.js';
import { endProcess, identityOf, killGroup, type ProcessIdentity } from './process-identity.js';

/** A service that runs and answers. */
export interface RunningService {
  readonly pid: number;
  /** Exit code, null where a signal ended it. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

export interface StartContext {
  /** Aborted when the start is no longer wanted. */
  readonly signal: AbortSignal;
  /** Called as soon as there is a process, before it answers. */
  onSpawned(process: ProcessIdentity): void;
}

export interface ChildServiceOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingFolder: string;
  readonly logFile: string;
  /** Leads a process group of its own, which is ended with it, and has an IPC channel. */
  readonly ownGroup: boolean;
  /** Settles true when the child answers; asked again after false. */
  readonly isReady: (child: ChildProcess) => Promise<boolean>;
  readonly readyTimeoutMs: number;
  /** Time between SIGTERM and SIGKILL. */
  readonly stopGraceMs: number;
}

/** Starts a child and waits until it answers. @throws Error when it ends, is aborted or is silent for too long */
export async function startChildService(
  options: ChildServiceOptions,
  context: StartContext,
): Promise<RunningService> {
  context.signal.throwIfAborted();
  const log = openLog(options.logFile);
  const child = spawn(options.command, options.args, {
    cwd: options.workingFolder,
    env: { ...options.env },
    detached: options.ownGroup,
    stdio: ['ignore', log, log, ...(options.ownGroup ? ['ipc' as const] : [])],
  });
  closeSync(log);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (child.pid === undefined) await once(child, 'spawn');
  child.on('error', () => undefined);
  const identity = identityOf(child.pid as number);
  if (identity === null) throw new Error(endOf(await exited));
  context.onSpawned(identity);
  const ended = options.ownGroup ? exited.finally(() => killGroup(identity)) : exited;
  const stop = async (): Promise<void> => {
    await endProcess(identity, 'SIGTERM', options.stopGraceMs);
    await ended;
  };
  try {
    await waitUntilReady(child, ended, options, context.signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: identity.pid, exited: ended, stop };
}

async function waitUntilReady(
  child: ChildProcess,
  exited: Promise<number | null>,
  options: ChildServiceOptions,
  signal: AbortSignal,
): Promise<void> {
  const finished = new AbortController();
  const gone = exited.then((code) => Promise.reject(new Error(endOf(code))));
  const silent = sleep(options.readyTimeoutMs, undefined, { signal: finished.signal }).then(() =>
    Promise.reject(new Error(`did not answer within ${options.readyTimeoutMs / 1000} s`)),
  );
  const unwanted = once(signal, 'abort', { signal: finished.signal }).then(() => signal.throwIfAborted());
  const ready = async (): Promise<void> => {
    while (!finished.signal.aborted && !(await options.isReady(child))) await sleep(30);
  };
  try {
    await Promise.race([ready(), gone, silent, unwanted]);
  } finally {
    finished.abort();
  }
}

function endOf(code: number | null): string {
  return code === null
    ? 'a signal ended it while it started'
    : `it ended with exit code ${code} while it started`;
}
