import { setImmediate } from 'node:timers/promises';

const pauseEveryMs = 50;
const progressEveryMs = 200;

/**
 * Made once a training; call it after each step. Now and then it reports progress, lets the event loop turn
 * so that cancellations arrive, and throws the signal's reason when one did.
 */
export function regularPause(
  signal: AbortSignal,
  progress: (done: number, note: string) => void,
): (done: number, note: string) => Promise<void> {
  let paused = -Infinity;
  let reported = -Infinity;
  return async (done, note) => {
    const now = performance.now();
    if (now - paused < pauseEveryMs) return;
    if (now - reported >= progressEveryMs) {
      reported = now;
      progress(done, note);
    }
    await setImmediate();
    paused = performance.now();
    signal.throwIfAborted();
  };
}
