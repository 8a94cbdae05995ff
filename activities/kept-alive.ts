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
