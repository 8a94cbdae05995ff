import { condition, log } from '@temporalio/workflow';
import { pausedMsAt, type RunControl } from '../src/domain/run-control.js';
import { control as light } from './activity-proxies.js';

export interface BudgetWarning {
  /** Waits for the announcement under way; none begins after this. */
  end(): Promise<void>;
}

const share = 0.9;

/**
 * Announces when nine tenths of the running time are used. The time moves with pauses and with the total, so it is
 * computed again with every change of control.
 */
export function createBudgetWarning(
  runId: string,
  startMs: number,
  control: () => RunControl,
): BudgetWarning {
  let ended = false;
  const usedMs = (): number => Date.now() - startMs - pausedMsAt(control(), Date.now());
  const watch = async (): Promise<void> => {
    for (;;) {
      const { version, paused, budgetSeconds } = control();
      const leftMs = share * budgetSeconds * 1000 - usedMs();
      if (leftMs <= 0 && !paused) break;
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
