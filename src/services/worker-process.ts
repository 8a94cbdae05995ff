import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startChildService, type RunningService, type StartContext } from './child-service.js';

export interface WorkerProcessOptions {
  readonly entry: string;
  readonly workingFolder: string;
  readonly logFile: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the worker and waits for its message that it polls. SIGTERM drains it, for at most 20 s. */
export function startWorker(options: WorkerProcessOptions, context: StartContext): Promise<RunningService> {
  return startChildService(
    {
      command: process.execPath,
      args: ['--enable-source-maps', options.entry],
      env: options.env,
      workingFolder: options.workingFolder,
      logFile: options.logFile,
      ownGroup: true,
      isReady: saysReady,
      readyTimeoutMs: 60_000,
      stopGraceMs: 20_000,
    },
    context,
  );
}

async function saysReady(child: ChildProcess): Promise<boolean> {
  const [message] = (await once(child, 'message')) as [unknown];
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}
