import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { FromTrainer, ToTrainer, TrainerResults, TrainerTask } from './protocol.js';
import { recogniseFailure } from './recognise-failure.js';
import {
  HungError,
  OutOfMemoryError,
  OutOfTimeError,
  TaskFailedError,
  TooSlowError,
  TrainerLostError,
} from './trainer-errors.js';
import { trainerEnvironment } from './trainer-environment.js';

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
  /** How long the task may take to write a checkpoint once the signal was aborted for this reason; 0 when absent. */
  readonly leaveWithinMs?: (reason: unknown) => number;
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
   * @throws an error of trainer-errors.ts or the signal's reason. After any but TaskFailedError and NotFiniteError
   * the process has ended before the promise settles.
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
    let cancelLeave = (): void => undefined;
    const onAbort = (): void => {
      const why = how.signal.reason instanceof Error ? how.signal.reason : new Error('aborted');
      const patienceMs = how.leaveWithinMs?.(why) ?? 0;
      if (patienceMs === 0) {
        giveUp(why);
        return;
      }
      reason ??= why;
      post(child, { type: 'leave' });
      cancelLeave = atTime(Date.now() + patienceMs, () => {
        giveUp(why);
      });
    };
    how.signal.addEventListener('abort', onAbort);
    const cancelDeadline = atTime(how.deadlineMs, () => {
      giveUp(new OutOfTimeError('the time for this fit is over'));
    });
    const { timeLimitMs = Infinity } = how;
    let heardMs = Date.now();
    const cancelLimit = atTime(Date.now() + timeLimitMs, () => {
      giveUp(overLimit(timeLimitMs, Date.now() - heardMs));
    });
    const heard: TaskOptions['progress'] = (done, note) => {
      heardMs = Date.now();
      how.progress(done, note);
    };
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
      const answer = await Promise.race([answerTo(child, id, heard), exited]);
      if (reason !== undefined) {
        await kill();
        throw reason;
      }
      if (typeof answer === 'string') {
        const said = `the trainer process ended (${answer})${lastLine(lastWords)}`;
        const known = recogniseFailure(lastWords);
        throw known instanceof OutOfMemoryError ? known : new TrainerLostError(said);
      }
      rss = answer.rss;
      if (answer.type === 'failed') {
        const known = answer.problems === undefined ? recogniseFailure(answer.message) : null;
        // TensorFlow gives none of a GPU's memory back before its process ends.
        if (known instanceof OutOfMemoryError) await kill();
        if (known !== null) throw known;
        throw new TaskFailedError(answer.message, answer.stack, answer.problems ?? null);
      }
      return answer.result as TrainerResults[T['kind']];
    } finally {
      how.signal.removeEventListener('abort', onAbort);
      cancelLeave();
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

function answerTo(child: ChildProcess, id: number, progress: TaskOptions['progress']): Promise<Answer> {
  return new Promise((resolve) => {
    const listen = (message: FromTrainer): void => {
      if (message.type === 'ready' || message.id !== id) return;
      if (message.type === 'progress') {
        progress(message.done, message.note);
        return;
      }
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
}

/** Families tell of progress several times a second; one that told nothing for most of its time hangs. */
function overLimit(limitMs: number, silentMs: number): Error {
  const seconds = (ms: number): string => `${String(Math.round(ms / 1000))} s`;
  const message = `it took longer than its limit of ${seconds(limitMs)}`;
  if (silentMs < limitMs / 2) return new TooSlowError(message);
  return new HungError(`${message} and told nothing in the last ${seconds(silentMs)}`);
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
