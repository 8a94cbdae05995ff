import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { FromTrainer, ToTrainer, TrainerResults, TrainerTask } from './protocol.js';
import {
  OutOfMemoryError,
  OutOfTimeError,
  TaskFailedError,
  TooSlowError,
  TrainerLostError,
} from './trainer-errors.js';

const entry = join(packageRoot, 'dist', 'src', 'trainer', 'trainer-process.js');
const memoryCheckMs = 500;
const pageBytes = 4096;

export interface TrainerOptions {
  readonly threads: number;
  /** Cap on resident memory, bytes; over it the process is killed. */
  readonly memoryBytes: number;
}

export interface TaskOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; Infinity for none. */
  readonly deadlineMs: number;
  /** Longest time the task may take once it has begun, milliseconds; none when absent. */
  readonly timeLimitMs?: number;
  progress(done: number, note: string): void;
}

/** One child process that does one task at a time. */
export interface Trainer {
  readonly pid: number;
  /** False once the process has ended or is being ended. */
  readonly alive: boolean;
  /** Resident memory after the last task, bytes. */
  readonly rss: number;
  /**
   * @throws TaskFailedError, TrainerLostError, OutOfTimeError, OutOfMemoryError, or the signal's reason. After
   * any but the first the process has ended before the promise settles.
   */
  run<T extends TrainerTask>(task: T, options: TaskOptions): Promise<TrainerResults[T['kind']]>;
  /** Ends the process and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts a trainer; it gets only the environment it needs. */
export function startTrainer(options: TrainerOptions): Trainer {
  const child = fork(entry, [], {
    env: trainerEnvironment(options.threads),
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
  });
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-2000);
  });
  let alive = true;
  void exited.then(() => (alive = false));
  let tasks = 0;
  let rss = 0;

  const kill = async (): Promise<void> => {
    alive = false;
    child.kill('SIGKILL');
    await exited;
  };

  const run = async <T extends TrainerTask>(
    task: T,
    how: TaskOptions,
  ): Promise<TrainerResults[T['kind']]> => {
    how.signal.throwIfAborted();
    const id = ++tasks;
    let reason: Error | undefined;
    const giveUp = (why: Error): void => {
      reason ??= why;
      child.kill('SIGKILL');
    };
    const onAbort = (): void => {
      giveUp(how.signal.reason instanceof Error ? how.signal.reason : new Error('aborted'));
    };
    how.signal.addEventListener('abort', onAbort);
    const cancelDeadline = atTime(how.deadlineMs, () => {
      giveUp(new OutOfTimeError('the time for this fit is over'));
    });
    const { timeLimitMs = Infinity } = how;
    const cancelLimit = atTime(Date.now() + timeLimitMs, () => {
      giveUp(
        new TooSlowError(`it took longer than its limit of ${String(Math.round(timeLimitMs / 1000))} s`),
      );
    });
    const memory = setInterval(() => {
      const held = residentBytes(child.pid);
      if (held <= options.memoryBytes) return;
      giveUp(
        new OutOfMemoryError(
          `the trainer held ${mebibytes(held)}, more than its cap of ${mebibytes(options.memoryBytes)}`,
        ),
      );
    }, memoryCheckMs);
    post(child, { type: 'task', id, task });
    try {
      const answer = await Promise.race([answerTo(child, id, how), exited]);
      if (reason !== undefined) {
        await kill();
        throw reason;
      }
      if (typeof answer === 'string') {
        throw new TrainerLostError(`the trainer process ended (${answer})${lastLine(lastWords)}`);
      }
      rss = answer.rss;
      if (answer.type === 'failed') {
        throw new TaskFailedError(answer.message, answer.stack, answer.problems ?? null);
      }
      return answer.result as TrainerResults[T['kind']];
    } finally {
      how.signal.removeEventListener('abort', onAbort);
      cancelDeadline();
      cancelLimit();
      clearInterval(memory);
    }
  };

  return {
    pid: child.pid ?? -1,
    get alive() {
      return alive;
    },
    get rss() {
      return rss;
    },
    run,
    end: kill,
  };
}

type Answer = Extract<FromTrainer, { type: 'done' | 'failed' }>;

function answerTo(child: ChildProcess, id: number, how: TaskOptions): Promise<Answer> {
  return new Promise((resolve) => {
    const listen = (message: FromTrainer): void => {
      if (message.type === 'ready' || message.id !== id) return;
      if (message.type === 'progress') {
        how.progress(message.done, message.note);
        return;
      }
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

function post(child: ChildProcess, message: ToTrainer): void {
  if (child.connected) child.send(message);
}

/** setTimeout takes 31 bits of milliseconds; longer waits are taken in turns. */
function atTime(timeMs: number, act: () => void): () => void {
  if (timeMs === Infinity) return () => undefined;
  let timeout: NodeJS.Timeout;
  const wait = (): void => {
    const leftMs = timeMs - Date.now();
    timeout = setTimeout(leftMs <= 0 ? act : wait, Math.min(Math.max(leftMs, 0), 2 ** 30));
  };
  wait();
  return () => {
    clearTimeout(timeout);
  };
}

function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}

function mebibytes(bytes: number): string {
  return `${String(Math.round(bytes / 2 ** 20))} MB`;
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1);
  return line === undefined || line === '' ? '' : `: ${line}`;
}

function trainerEnvironment(threads: number): NodeJS.ProcessEnv {
  const passed = [
    'PATH',
    'HOME',
    'LANG',
    'TZ',
    'TMPDIR',
    'LD_LIBRARY_PATH',
    'CUDA_VISIBLE_DEVICES',
    'PODIUM_FAMILIES',
  ];
  const kept = passed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    OMP_NUM_THREADS: String(threads),
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    TF_ENABLE_ONEDNN_OPTS: '1',
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  };
}
