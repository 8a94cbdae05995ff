import { executeChild, isCancellation, log } from '@temporalio/workflow';
import { blendIsDue, shareBudget } from '../src/domain/budget.js';
import type { RunPlan } from '../src/domain/competition.js';
import type { RunClock } from '../src/domain/run-clock.js';
import { pausedMsAt, type RunControl } from '../src/domain/run-control.js';
import type { SearchProgress } from '../src/domain/run-progress.js';
import { ensemble } from './ensemble.js';
import { ensembleWorkflowId } from './messages.js';

/** What is known of blends so far; carried over continue-as-new. */
export interface BlendState {
  /** Number of the next round. */
  readonly round: number;
  readonly finishedAtLastBlend: number;
  readonly lastEndMs: number;
  readonly lastBlendMs: number;
  readonly longestBlendMs: number | null;
  /** Number of the best trial when the last round began. */
  readonly bestAtLastBlend: number | null;
}

export interface BlendRoundsOptions {
  readonly plan: RunPlan;
  readonly clock: RunClock;
  readonly state: BlendState | null;
  control(): RunControl;
  progress(): SearchProgress;
  update(change: (now: SearchProgress) => SearchProgress): void;
}

/** Blends during and after the search, one at a time. */
export interface BlendRounds {
  /** Starts a round in the background when one is due and the run is not paused. */
  consider(): void;
  /** Waits for the round under way. */
  settled(): Promise<void>;
  /** Runs the last round with all that is finished. Returns the seconds that writing took of it. */
  finish(): Promise<number>;
  /** When trials must be over, as if nothing had been down. */
  searchDeadlineMs(): number;
  state(): BlendState;
}

const finalistsMidway = 20;
const finalistsAtEnd = 40;

export function createBlendRounds(options: BlendRoundsOptions): BlendRounds {
  const { plan, clock } = options;
  let state: BlendState = options.state ?? {
    round: 0,
    finishedAtLastBlend: 0,
    lastEndMs: clock.startMs,
    lastBlendMs: 0,
    longestBlendMs: null,
    bestAtLastBlend: null,
  };
  let underWay: Promise<unknown> | null = null;
  const shares = () => {
    const control = options.control();
    return shareBudget(
      clock.startMs + pausedMsAt(control, Date.now()),
      control.budgetSeconds,
      state.longestBlendMs,
    );
  };

  const round = async (limit: number): Promise<number> => {
    const number = state.round;
    const { counts, top, ensemble: standing } = options.progress();
    let tookMs = 0;
    let writingSeconds = 0;
    state = {
      ...state,
      round: number + 1,
      finishedAtLastBlend: counts.finished,
      bestAtLastBlend: top[0]?.number ?? null,
    };
    try {
      const output = await executeChild(ensemble, {
        workflowId: ensembleWorkflowId(plan.runId, number),
        args: [
          {
            plan,
            round: number,
            limit,
            standing: standing?.estimate ?? null,
            deadline: {
              atMs: shares().deadlineMs,
              clock: { sinceMs: clock.watchedFromMs, pauses: options.control().pauses },
            },
          },
        ],
        staticSummary: `blend, round ${String(number)}`,
      });
      const { submission } = output;
      writingSeconds = output.writingSeconds;
      tookMs = output.seconds * 1000;
      if (submission !== null) {
        options.update((now) => ({ ...now, ensemble: output.ensemble, submission }));
      }
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('blend failed; the standing submission stays', { round: number, error });
    }
    state = {
      ...state,
      lastEndMs: Date.now(),
      lastBlendMs: tookMs,
      longestBlendMs: Math.max(tookMs, state.longestBlendMs ?? 0),
    };
    return writingSeconds;
  };

  const due = (): boolean => {
    const { counts, top } = options.progress();
    return blendIsDue({
      finished: counts.finished,
      finishedAtLastBlend: state.finishedAtLastBlend,
      newBestSinceBlend: top[0]?.number !== state.bestAtLastBlend,
      sinceLastBlendMs: Date.now() - state.lastEndMs,
      lastBlendMs: state.lastBlendMs,
    });
  };

  return {
    consider() {
      const { paused, stopping } = options.control();
      if (underWay !== null || paused || stopping || !due()) return;
      underWay = round(finalistsMidway).finally(() => (underWay = null));
      underWay.catch(() => undefined);
    },
    async settled() {
      await underWay;
    },
    finish: () => round(finalistsAtEnd),
    searchDeadlineMs: () => shares().searchDeadlineMs,
    state: () => state,
  };
}
