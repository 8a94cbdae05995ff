import type { TrainerResults, TrainerTask } from './protocol.js';
import { startTrainer, type TaskOptions, type Trainer, type TrainerOptions } from './trainer.js';

export interface TrainerPoolOptions extends TrainerOptions {
  /** Trainers at a time. */
  readonly slots: number;
}

export interface PooledTaskOptions extends TaskOptions {
  /** Goes before others that wait. */
  readonly urgent?: boolean;
  /** Called when the task has its slot. */
  onStart?(): void;
}

/**
 * Runs tasks in at most `slots` trainer processes. Processes stay warm between tasks; one that ended, or that
 * holds more than half of its memory cap after a task, is replaced. A slot is free again only when its task
 * is over or its process has ended.
 */
export interface TrainerPool {
  readonly slots: number;
  readonly busy: number;
  /**
   * Waits for a slot (urgent tasks first, then first come, first served), runs the task there. Errors: see
   * Trainer.run.
   */
  run<T extends TrainerTask>(task: T, options: PooledTaskOptions): Promise<TrainerResults[T['kind']]>;
  /** Starts processes ahead of the first task. */
  warmUp(): void;
  /** Ends all trainers. */
  close(): Promise<void>;
}

export function createTrainerPool(options: TrainerPoolOptions): TrainerPool {
  const idle: Trainer[] = [];
  const working = new Set<Trainer>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  const takeSlot = async (signal: AbortSignal, urgent: boolean): Promise<void> => {
    signal.throwIfAborted();
    if (taken < options.slots) {
      taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      if (urgent) waiting.unshift(turn);
      else waiting.push(turn);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
  const freeSlot = (): void => {
    const next = waiting.shift();
    if (next === undefined) taken--;
    else next();
  };
  const takeTrainer = (): Trainer => {
    for (let trainer = idle.pop(); trainer !== undefined; trainer = idle.pop()) {
      if (trainer.alive) return trainer;
    }
    return startTrainer(options);
  };

  return {
    slots: options.slots,
    get busy() {
      return taken;
    },
    async run(task, how) {
      await takeSlot(how.signal, how.urgent === true);
      how.onStart?.();
      const trainer = takeTrainer();
      working.add(trainer);
      try {
        return await trainer.run(task, how);
      } finally {
        working.delete(trainer);
        if (trainer.alive && trainer.rss <= options.memoryBytes / 2) idle.push(trainer);
        else await trainer.end();
        freeSlot();
      }
    },
    warmUp() {
      while (idle.length + working.size < options.slots) idle.push(startTrainer(options));
    },
    async close() {
      await Promise.all([...idle.splice(0), ...working].map((trainer) => trainer.end()));
    },
  };
}
