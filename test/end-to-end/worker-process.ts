import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/package-root.js';

/** The built worker as a process, with a home of its own. */
export interface WorkerProcess {
  readonly pid: number;
  /** Activities of this type that it has completed, by its log. */
  completed(activityType: string): number;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Ends it with its trainers, if it still runs, and removes its home. */
  remove(): Promise<void>;
}

/** Starts a worker; resolves when it polls. @throws Error with its log when it ends before */
export async function startWorkerProcess(
  environment: NodeJS.ProcessEnv,
  root: string = packageRoot,
): Promise<WorkerProcess> {
  const home = await mkdtemp(join(tmpdir(), 'podium-test-worker-'));
  await chmod(home, 0o755);
  const entry = join(root, 'dist', 'src', 'worker.js');
  const child = spawn(process.execPath, ['--enable-source-maps', entry], {
    cwd: home,
    env: { ...process.env, PODIUM_LOG_LEVEL: 'debug', ...environment, PODIUM_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? signal);
    });
  });
  const ready = await Promise.race([once(child, 'message').then(() => true), ended.then(() => false)]);
  if (!ready || child.pid === undefined) {
    await rm(home, { recursive: true, force: true });
    throw new Error(`the worker did not start:\n${log}`);
  }
  const { pid } = child;
  return {
    pid,
    completed: (activityType) =>
      log
        .split('\n')
        .filter((line) => line.includes('"Activity completed"') && line.includes(`"${activityType}"`)).length,
    kill: (signal) => child.kill(signal),
    ended,
    async remove() {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // All of the group has ended.
      }
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Asks until the answer is there. @throws Error when it takes longer */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<T | null> | T | null,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${String(timeoutMs)} ms`);
    await sleep(100);
  }
}

/** Process ids of the children of a process. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const tasks = await readdir(`/proc/${String(pid)}/task`);
  const lists = tasks.map((task) => readFile(`/proc/${String(pid)}/task/${task}/children`, 'utf8'));
  return (await Promise.all(lists)).flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
