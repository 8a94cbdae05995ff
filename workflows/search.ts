import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SearchRest } from '../src/domain/budget-ledger.js';
import type { RunPlan } from '../src/domain/competition.js';
import type { RunClock } from '../src/domain/run-clock.js';
import type { RunControl } from '../src/domain/run-control.js';
import type { SearchProgress } from '../src/domain/run-progress.js';
import { runMarkdown } from '../src/domain/run-markdown.js';
import { searchControlSignal, searchProgressSignal } from './messages.js';
import { createBlendRounds, type BlendState } from './blend-rounds.js';
import { createTrialLanes } from './trial-lanes.js';

export interface SearchInput {
  readonly plan: RunPlan;
  readonly clock: RunClock;
  readonly state: SearchState;
}

/** Carried over continue-as-new, and what a search ends with. */
export interface SearchState {
  /** Number of the next trial. */
  readonly next: number;
  /** Trials to run before that one: suggested already, but their workflows were lost. */
  readonly unfinished: readonly number[];
  readonly progress: SearchProgress;
  /** Null before the first search. */
  readonly blend: BlendState | null;
  /** What people have asked for, as far as the search had heard when its last trial was over. */
  readonly control: RunControl;
  /** Time that lanes stood without a trial, mean over the lanes, milliseconds. */
  readonly idleMs: number;
  readonly rest: SearchRest;
}

const trialsPerRun = 250;
const reportEveryMs = 5_000;

/**
 * Keeps `parallelism` trials running until time or trials are used up, blends in between so that a submission
 * always stands, and continues as new before its history grows.
 */
export async function search(input: SearchInput): Promise<SearchState> {
  const { plan, clock } = input;
  const first = input.state.next;
  let { progress, control } = input.state;
  let changed = true;
  let done = false;
  const update = (change: (now: SearchProgress) => SearchProgress): void => {
    progress = change(progress);
    changed = true;
    setCurrentDetails(runMarkdown(plan, 'searching', progress));
  };

  const rounds = createBlendRounds({
    plan,
    clock,
    state: input.state.blend,
    control: () => control,
    progress: () => progress,
    update,
  });
  const lanes = createTrialLanes({
    plan,
    clock,
    first,
    unfinished: input.state.unfinished,
    control: () => control,
    searchDeadlineMs: rounds.searchDeadlineMs,
    downMs: () => progress.downMs,
    update,
    onFinished: rounds.consider,
    mayGoOn: (number) => number - first < trialsPerRun && !workflowInfo().continueAsNewSuggested,
  });
  setHandler(
    searchControlSignal,
    (news) => {
      if (news.version <= control.version) return;
      control = news;
      lanes.heed();
      rounds.consider();
    },
    { description: 'Sent by the competition of this search: pause, stop, parallelism, totals' },
  );

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
  const heard = control;
  await rounds.settled();
  done = true;
  await reporting;

  const { rest } = end;
  const idleMs = input.state.idleMs + end.idleMs;
  const state = {
    next: rest.next,
    unfinished: end.unfinished,
    progress,
    blend: rounds.state(),
    idleMs,
    rest,
  };
  if (end.exhausted) return { ...state, control: heard };
  return continueAsNew<typeof search>({ plan, clock, state: { ...state, control } });
}
