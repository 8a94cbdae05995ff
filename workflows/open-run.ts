import { ApplicationFailure, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { PreparedRun } from '../src/domain/activity-contracts.js';
import type { BudgetLedger } from '../src/domain/budget-ledger.js';
import type { CompetitionSpec } from '../src/domain/competition.js';
import type { Extension } from '../src/domain/control-commands.js';
import type { RunClock } from '../src/domain/run-clock.js';
import { emptyProgress } from '../src/domain/run-progress.js';
import { control as light, cpu } from './activity-proxies.js';
import { rootFailure } from './root-failure.js';
import type { SearchState } from './search.js';

/** A run that is ready to search: a new one, or one that is opened again. */
export interface OpenedRun extends PreparedRun {
  readonly clock: RunClock;
  /** Where its search begins. */
  readonly from: Omit<SearchState, 'control'>;
  /** Of the last time the run ended. */
  readonly ledger: BudgetLedger | null;
}

const nothingYet: OpenedRun['from'] = {
  next: 0,
  unfinished: [],
  progress: emptyProgress,
  blend: null,
  idleMs: 0,
  rest: { next: 0, unfit: [], timeIsUp: false },
};

/**
 * Prepares the data of a new run, or takes up one that is stored.
 * @throws ApplicationFailure with the text of the first wrong thing, so that it stands at the top in the UI
 */
export async function openRun(spec: CompetitionSpec | null, again: Extension | null): Promise<OpenedRun> {
  try {
    return again === null ? await prepare(spec) : await reopen(again);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { type, message } = rootFailure(error);
    throw ApplicationFailure.nonRetryable(message, type);
  }
}

async function prepare(spec: CompetitionSpec | null): Promise<OpenedRun> {
  const { workflowId: runId, runStartTime } = workflowInfo();
  const startMs = runStartTime.getTime();
  const prepared = await cpu.prepareData.executeWithOptions({ summary: 'read and check the data' }, [
    { runId, spec: spec as CompetitionSpec },
  ]);
  return { ...prepared, clock: { startMs, watchedFromMs: startMs }, from: nothingYet, ledger: null };
}

async function reopen(extension: Extension): Promise<OpenedRun> {
  const { workflowId: runId, runId: opening, runStartTime } = workflowInfo();
  const watchedFromMs = runStartTime.getTime();
  const { plan, searchAttributes, usedSeconds, next, unfinished, round, progress, ledger } =
    await light.reopenRun({ runId, opening, extension });
  const blend = {
    round,
    finishedAtLastBlend: progress.counts.finished,
    lastEndMs: watchedFromMs,
    lastBlendMs: 0,
    longestBlendMs: null,
    bestAtLastBlend: progress.top[0]?.number ?? null,
  };
  return {
    ...{ plan, searchAttributes, ledger },
    clock: { startMs: watchedFromMs - usedSeconds * 1000, watchedFromMs },
    from: { ...nothingYet, next, unfinished, progress, blend: round === 0 ? null : blend },
  };
}
