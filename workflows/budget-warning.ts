import { condition, log } from '@temporalio/workflow';
import type { RunClock } from '../src/domain/run-clock.js';
import { pausedMsAt, type RunControl } from '../src/domain/run-control.js';
import { control as light, suggestions } from './activity-proxies.js';

export interface BudgetWarning {
  /** Waits for the announcement under way; none begins after this. */
  end(): Promise<void>;
}

const share = 0.9;

/**
 * Announces when nine tenths of the running time are used. The time moves with pauses and with the total, so it is
 * computed again with every change of control, and with what everything was down once it seems to be reached.
 */
export function createBudgetWarning(
  runId: string,
  clock: RunClock,
  control: () => RunControl,
): BudgetWarning {
  let ended = false;
  let downMs = 0;
  const usedMs = (): number => Date.now() - clock.startMs - pausedMsAt(control(), Date.now()) - downMs;
  const watch = async (): Promise<void> => {
    for (;;) {
      const { version, paused, budgetSeconds } = control();
      const leftMs = share * budgetSeconds * 1000 - usedMs();
      if (leftMs <= 0 && !paused) {
        const known = downMs;
        downMs = await suggestions.downTime({ sinceMs: clock.watchedFromMs, pauses: control().pauses });
        if (downMs > known) continue;
        break;
      }
      const changed = (): boolean => ended || control().version !== version;
      await (paused ? condition(changed) : condition(changed, Math.ceil(leftMs)));
      if (ended) return;
    }
    const { budgetSeconds } = control();
    await light.recordBudgetUse({ runId, usedSeconds: usedMs() / 1000, budgetSeconds });
  };
  // A warning that cannot be given, or a run that is cancelled meanwhile, is no reason to end the run otherwise.
  const watching = watch().catch((error: unknown) => {
    log.info('no warning that the budget is nearly spent', { error });
  });
  return {
    async end() {
      ended = true;
      await watching;
    },
  };
}
