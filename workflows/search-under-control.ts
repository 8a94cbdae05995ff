import { condition, startChild } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { RunClock } from '../src/domain/run-clock.js';
import type { RunControl } from '../src/domain/run-control.js';
import { searchControlSignal, searchWorkflowId } from './messages.js';
import { search, type SearchState } from './search.js';

/**
 * Runs the search and tells it what people ask for. A search that ended just before it could hear of a change is
 * started again from where it was: more time or trials are then used, a pause is waited for.
 */
export async function searchUnderControl(
  plan: RunPlan,
  clock: RunClock,
  from: SearchState,
  control: () => RunControl,
): Promise<SearchState> {
  let state = from;
  for (;;) {
    const child = await startChild(search, {
      workflowId: searchWorkflowId(plan.runId),
      args: [{ plan, clock, state }],
      staticSummary: `search for ${plan.name}`,
    });
    let done = false;
    const forward = async (): Promise<void> => {
      for (let { version } = state.control; ;) {
        await condition(() => done || control().version > version);
        const now = control();
        if (now.version === version) return;
        version = now.version;
        await child.signal(searchControlSignal, now).catch(() => undefined);
      }
    };
    const forwarding = forward().catch(() => undefined);
    state = await child.result().finally(() => (done = true));
    await forwarding;
    if (state.control.version === control().version || control().stopping) return state;
    state = { ...state, control: control() };
  }
}
