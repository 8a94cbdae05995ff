import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setCurrentDetails,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import { emptyProgress, type SearchProgress } from '../src/domain/run-progress.js';
import { runMarkdown } from '../src/domain/run-markdown.js';
import { searchProgressSignal } from './messages.js';
import { createBlendRounds, type BlendState } from './blend-rounds.js';
import { createTrialLanes } from './trial-lanes.js';

export interface SearchInput {
  readonly plan: RunPlan;
  /** Milliseconds since the epoch at which the run started. */
  readonly startMs: number;
  /** Carried over continue-as-new. */
  readonly state?: SearchState;
}

export interface SearchState {
  /** Number of the next trial. */
  readonly next: number;
  readonly progress: SearchProgress;
  readonly blend: BlendState;
}

const trialsPerRun = 250;
const reportEveryMs = 5_000;

/**
 * Keeps `parallelism` trials running until time or trials are used up, blends in between so that a submission
 * always stands, and continues as new before its history grows.
 */
export async function search(input: SearchInput): Promise<SearchState> {
  const { plan, startMs } = input;
  let progress = input.state?.progress ?? emptyProgress;
  const first = input.state?.next ?? 0;
  let changed = true;
  let done = false;
  const update = (change: (now: SearchProgress) => SearchProgress): void => {
    progress = change(progress);
    changed = true;
    setCurrentDetails(runMarkdown(plan, 'searching', progress));
  };

  const rounds = createBlendRounds({
    plan,
    startMs,
    state: input.state?.blend,
    progress: () => progress,
    update,
  });
  const lanes = createTrialLanes({
    plan,
    first,
    searchDeadlineMs: rounds.searchDeadlineMs,
    update,
    onFinished: rounds.consider,
    mayGoOn: (number) => number - first < trialsPerRun && !workflowInfo().continueAsNewSuggested,
  });

  const report = async (): Promise<void> => {
    const parent = workflowInfo().parent;
    if (parent === undefined) return;
    const handle = getExternalWorkflowHandle(parent.workflowId);
    for (;;) {
      await condition(() => changed || done);
      changed = false;
      await handle.signal(searchProgressSignal, progress).catch(() => undefined);
      if (done) return;
      await condition(() => done, reportEveryMs);
    }
  };
  const reporting = report();
  const end = await lanes.run();
  await rounds.settled();
  done = true;
  await reporting;

  const state: SearchState = { next: end.next, progress, blend: rounds.state() };
  if (!end.exhausted) return continueAsNew<typeof search>({ plan, startMs, state });
  return state;
}
