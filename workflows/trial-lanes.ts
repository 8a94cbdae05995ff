import { CancellationScope, condition } from '@temporalio/workflow';
import type { SearchRest, UnfitFamily } from '../src/domain/budget-ledger.js';
import type { RunPlan } from '../src/domain/competition.js';
import type { DownTimeInput, TrialAssignment } from '../src/domain/activity-contracts.js';
import type { RunClock } from '../src/domain/run-clock.js';
import type { RunControl } from '../src/domain/run-control.js';
import { withOutcome, type SearchProgress } from '../src/domain/run-progress.js';
import type { TrialOutcome } from '../src/domain/trial.js';
import { suggestions } from './activity-proxies.js';
import { createIdleMeter } from './idle-meter.js';
import { runTrial } from './run-trial.js';

export interface TrialLanesOptions {
  readonly plan: RunPlan;
  readonly clock: RunClock;
  /** Number of the first trial that was never suggested. */
  readonly first: number;
  /** Trials to run before it. */
  readonly unfinished: readonly number[];
  control(): RunControl;
  /**
   * When trials must be over, as if nothing had been down; moves with pauses, extensions, and what the search learns
   * of blends.
   */
  searchDeadlineMs(): number;
  /** The down time so far, as far as it is known. */
  downMs(): number;
  update(change: (now: SearchProgress) => SearchProgress): void;
  onFinished(outcome: TrialOutcome): void;
  /** False once this workflow run should hand over to a new one. */
  mayGoOn(number: number): boolean;
}

export interface TrialLanesEnd {
  readonly rest: SearchRest;
  readonly unfinished: readonly number[];
  /** Time that lanes stood without a trial, mean over the lanes. */
  readonly idleMs: number;
  /** True when nothing is left to try; false when a new workflow run should go on. */
  readonly exhausted: boolean;
}

export interface TrialLanes {
  run(): Promise<TrialLanesEnd>;
  /** To be called when the control has changed: ends the running trials that are no longer wanted. */
  heed(): void;
}

/** `parallelism` lanes, each with one trial at a time. Suggestions are asked for one after the other. */
export function createTrialLanes(options: TrialLanesOptions): TrialLanes {
  const { plan, clock, control } = options;
  const running = new Map<number, CancellationScope>();
  const unfinished = [...options.unfinished];
  const idle = createIdleMeter();
  let next = options.first;
  /** What did not fit the time left, and under which control. */
  let nothingFits: { readonly under: string; readonly unfit: readonly UnfitFamily[] } | null = null;
  let failure: { readonly error: unknown } | null = null;

  const downSince = (): DownTimeInput => ({ sinceMs: clock.watchedFromMs, pauses: control().pauses });
  const secondsLeft = (): number => (options.searchDeadlineMs() + options.downMs() - Date.now()) / 1000;
  const underControl = (): string => JSON.stringify([control().budgetSeconds, control().families]);
  const timeIsUp = (): boolean => secondsLeft() <= 0;
  const exhausted = (): boolean => {
    const { maxTrials, stopping } = control();
    if (stopping || (maxTrials !== null && next >= maxTrials && unfinished.length === 0)) return true;
    return nothingFits?.under === underControl() || timeIsUp();
  };
  const isOver = (): boolean =>
    running.size === 0 && !control().paused && (exhausted() || !options.mayGoOn(next));
  const mayStart = (): boolean =>
    control().stopping || (!control().paused && running.size < control().parallelism);
  const hasRoom = (): boolean => mayStart() && !exhausted() && options.mayGoOn(next);
  const isWanted = (number: number): boolean => !control().stopping && !control().skipped.includes(number);
  const meter = (): void => {
    const { parallelism, paused } = control();
    idle.set(paused ? 0 : Math.max(1 - running.size / parallelism, 0));
  };

  const start = (assignment: TrialAssignment): void => {
    const { number, family } = assignment;
    const scope = new CancellationScope();
    running.set(number, scope);
    meter();
    options.update((now) => ({ ...now, running: [...now.running, { number, family }] }));
    if (!isWanted(number)) scope.cancel();
    const deadline = { atMs: options.searchDeadlineMs(), clock: downSince() };
    void runTrial(plan, assignment, scope, deadline)
      .then((outcome) => {
        options.update((now) =>
          withOutcome(
            { ...now, running: now.running.filter((each) => each.number !== number) },
            outcome,
            plan.direction,
          ),
        );
        options.onFinished(outcome);
      })
      .catch((error: unknown) => (failure ??= { error }))
      .finally(() => {
        running.delete(number);
        meter();
      });
  };

  const suggest = async (number: number): Promise<TrialAssignment | null> => {
    const { budgetSeconds, maxTrials, families } = control();
    const under = underControl();
    const { assignment, downMs, unfit } = await suggestions.suggestTrial({
      plan: { ...plan, budgetSeconds, maxTrials, families },
      number,
      secondsLeft: secondsLeft(),
      downMs: options.downMs(),
      clock: downSince(),
    });
    heedDownTime(downMs);
    if (assignment === null) nothingFits = { under, unfit };
    return assignment;
  };

  /** True when there is time again, because everything was down for longer than was known. */
  const heedDownTime = (downMs: number): boolean => {
    if (downMs > options.downMs()) {
      options.update((now) => ({ ...now, downMs }));
      nothingFits = null;
    }
    return !timeIsUp();
  };
  const wasDown = async (): Promise<boolean> => heedDownTime(await suggestions.downTime(downSince()));

  const startUntilOver = async (): Promise<TrialLanesEnd> => {
    for (;;) {
      meter();
      await condition(() => failure !== null || hasRoom() || isOver());
      if (failure !== null) throw failure.error;
      if (isOver()) {
        if (timeIsUp() && !control().stopping && (await wasDown())) continue;
        const rest = { next, unfit: nothingFits?.unfit ?? [], timeIsUp: timeIsUp() };
        return { rest, unfinished, idleMs: idle.idleMs(), exhausted: exhausted() };
      }
      if (!hasRoom()) continue;
      const [again] = unfinished;
      const assignment = await suggest(again ?? next);
      if (assignment === null) continue;
      if (again === undefined) next++;
      else unfinished.shift();
      await condition(mayStart);
      start(assignment);
    }
  };

  return {
    async run() {
      try {
        return await startUntilOver();
      } catch (error) {
        for (const scope of running.values()) scope.cancel();
        await CancellationScope.nonCancellable(() => condition(() => running.size === 0));
        throw error;
      }
    },
    heed() {
      meter();
      for (const [number, scope] of running) if (!isWanted(number)) scope.cancel();
    },
  };
}
