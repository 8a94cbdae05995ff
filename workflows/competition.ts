import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { BudgetLedger } from '../src/domain/budget-ledger.js';
import type { CompetitionSpec } from '../src/domain/competition.js';
import type { FinishRunInput, RunResult } from '../src/domain/activity-contracts.js';
import type { Extension } from '../src/domain/control-commands.js';
import { pausedMsAt, type RunControl } from '../src/domain/run-control.js';
import { runMarkdown } from '../src/domain/run-markdown.js';
import { emptyProgress, type RunStage, type SearchProgress } from '../src/domain/run-progress.js';
import { control as light } from './activity-proxies.js';
import { createBlendRounds } from './blend-rounds.js';
import { createBudgetWarning } from './budget-warning.js';
import { createRunControls } from './control-handlers.js';
import { createLedgerBook } from './ledger-book.js';
import { leaderboardQuery, progressQuery, searchProgressSignal } from './messages.js';
import { openRun, type OpenedRun } from './open-run.js';
import { rootFailure } from './root-failure.js';
import { createRunAttributes } from './run-attributes.js';
import { resultOf } from './run-result.js';
import type { SearchState } from './search.js';
import { searchUnderControl } from './search-under-control.js';

/**
 * One run: prepare the data, search, blend, write the submission. Its workflow id is the run's id. With `again`, a
 * run that is stored under this id goes on with these new totals; its spec is not looked at.
 */
export async function competition(spec: CompetitionSpec | null, again?: Extension): Promise<RunResult> {
  const runId = workflowInfo().workflowId;
  let opened: OpenedRun | null = null;
  let stage: RunStage = 'preparing';
  let progress: SearchProgress = emptyProgress;
  const markdown = (): string => (opened === null ? '' : runMarkdown(opened.plan, stage, progress));
  const show = (): void => {
    const paused = controls.now()?.paused === true ? '**Paused.** ' : '';
    setCurrentDetails(opened === null ? `${stage} …` : paused + markdown());
  };
  const controls = createRunControls(show);
  const pausedMs = (): number => pausedMsAt(controls.now(), Date.now());
  const startMs = (): number => opened?.clock.startMs ?? workflowInfo().runStartTime.getTime();
  setHandler(
    progressQuery,
    () => {
      const control = controls.now();
      const movedMs = pausedMs() + progress.downMs;
      const deadlineMs = control === null ? null : startMs() + movedMs + control.budgetSeconds * 1000;
      return { ...progress, stage, deadlineMs, control };
    },
    { description: 'Stage, counts, the top of the leaderboard, the submission' },
  );
  setHandler(leaderboardQuery, markdown, { description: 'The leaderboard as Markdown' });
  setHandler(
    searchProgressSignal,
    (news) => {
      progress = news;
      show();
    },
    { description: 'Sent by the search of this run' },
  );

  show();
  opened = await openRun(spec, again ?? null).catch(async (error: unknown) => {
    await CancellationScope.nonCancellable(controls.close);
    throw error;
  });
  const { plan, clock } = opened;
  progress = opened.from.progress;
  const atFirst = await controls.open(plan);
  const control = (): RunControl => controls.now() ?? atFirst;
  const attributes = createRunAttributes(plan, opened.searchAttributes);
  const enter = (next: RunStage): void => {
    stage = next;
    show();
    attributes.set(stage, progress);
  };
  const usedSeconds = (): number => (Date.now() - startMs() - pausedMs() - progress.downMs) / 1000;
  const book = createLedgerBook(usedSeconds, again === undefined ? 'new' : opened.ledger);
  let found: SearchState | null = null;
  const settings = (): NonNullable<FinishRunInput['settings']> => {
    const { parallelism, budgetSeconds, maxTrials, families } = control();
    return { parallelism, budgetSeconds, maxTrials, families };
  };
  const closedBook = (): BudgetLedger =>
    book.close({
      ...{ control: control(), search: found },
      pausedSeconds: pausedMs() / 1000,
      downSeconds: progress.downMs / 1000,
    });
  const warning = createBudgetWarning(runId, clock, control);
  try {
    enter('searching');
    book.enter('searching');
    found = await searchUnderControl(plan, clock, { ...opened.from, control: control() }, control);
    controls.endSearch();
    progress = found.progress;
    enter('blending');
    book.enter('blending');
    const rounds = createBlendRounds({
      plan,
      clock,
      state: found.blend,
      control,
      progress: () => progress,
      update: (change) => {
        progress = change(progress);
        show();
      },
    });
    if (progress.top.length > 0) book.wrote(await rounds.finish());
    const ledger = closedBook();
    const result = resultOf(plan, progress, control().stopping, ledger);
    await warning.end();
    await light.finishRun({
      ...{ runId, status: 'finished', failure: null },
      ...{ seconds: result.seconds, ledger, settings: settings() },
    });
    enter('finished');
    await controls.close();
    return result;
  } catch (error) {
    return await CancellationScope.nonCancellable(async () => {
      const { type, message } = rootFailure(error);
      const status = isCancellation(error) ? 'cancelled' : 'failed';
      controls.endSearch();
      await warning.end();
      await light.finishRun({
        ...{ runId, status, failure: message },
        ...{ seconds: usedSeconds(), ledger: closedBook(), settings: settings() },
      });
      enter('failed');
      await controls.close();
      if (isCancellation(error)) throw error;
      throw ApplicationFailure.nonRetryable(message, type);
    });
  }
}
