import { InputError } from '../domain/input-error.js';
import type { FromTrainer, ToTrainer } from './protocol.js';
import { runTask } from './run-task.js';

/**
 * Entry point of a trainer: takes tasks one at a time over the IPC channel until the channel closes. It may
 * be killed at any moment; whatever it wrote under an attempt's folder is then never committed.
 */
let leave = endNow;

/** Whoever gives up a task ends this process. */
const neverAborted = new AbortController().signal;

process.on('message', (message: ToTrainer) => {
  if (message.type === 'leave') leave();
  else void perform(message.id, message.task);
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined); // Ctrl-C in a terminal is the parent's affair
send({ type: 'ready' });

async function perform(id: number, task: (ToTrainer & { type: 'task' })['task']): Promise<void> {
  let asked = false;
  const ask = (): void => void (asked = true);
  try {
    const result = await runTask(task, {
      signal: neverAborted,
      leave: {
        prepare: () => {
          leave = ask;
          process.on('SIGTERM', ask);
        },
        asked: () => asked,
        now: endNow,
      },
      progress: (done, note) => {
        send({ type: 'progress', id, done, note });
      },
    });
    send({ type: 'done', id, result, rss: process.memoryUsage.rss() });
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    send({
      type: 'failed',
      id,
      message: failure.message,
      stack: failure.stack ?? '',
      ...(failure instanceof InputError ? { problems: failure.problems } : {}),
      rss: process.memoryUsage.rss(),
    });
  } finally {
    leave = endNow;
    process.off('SIGTERM', ask);
  }
}

function endNow(): void {
  process.exit(0);
}

function send(message: FromTrainer): void {
  process.send?.(message);
}
