import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';

const beatMs = 1_000;

/** Does `work` with a heartbeat a second, for an activity that has no progress to tell. */
export async function keptAlive<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => {
    context.heartbeat();
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/**
 * Sleeps between two looks of an activity that waits; rejects with CancelledFailure when it is cancelled. The SDK's own
 * sleep leaves a listener behind each time, which adds up in an activity that lasts for days.
 */
export async function pauseBetweenLooks(ms: number): Promise<void> {
  const { cancellationSignal, cancelled } = Context.current();
  await sleep(ms, undefined, { signal: cancellationSignal }).catch(() => cancelled);
}
