import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CompetitionSpec, RunPlan } from '../src/domain/competition.js';
import type { PreparedRun, RunResult } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { pausedMsAt, type RunControl } from '../src/domain/run-control.js';
import { runMarkdown } from '../src/domain/run-markdown.js';
import { emptyProgress, type RunStage, type SearchProgress } from '../src/domain/run-progress.js';
import { control as light, cpu } from './activity-proxies.js';
import { createBlendRounds } from './blend-rounds.js';
import { createBudgetWarning } from './budget-warning.js';
import { createRunControls } from './control-handlers.js';
import { leaderboardQuery, progressQuery, searchProgressSignal } from './messages.js';
import { rootFailure } from './root-failure.js';
import { createRunAttributes } from './run-attributes.js';
import { searchUnderControl } from './search-under-control.js';

/** One run: prepare the data, search, blend, write the submission. Its workflow id is the run's id. */
export async function competition(spec: CompetitionSpec): Promise<RunResult> {
  const runId = workflowInfo().workflowId;
  const startMs = workflowInfo().runStartTime.getTime();
  let plan: RunPlan | null = null;
  let stage: RunStage = 'preparing';
  let progress: SearchProgress = emptyProgress;
  const show = (): void => {
    const paused = controls.now()?.paused === true ? '**Paused.** ' : '';
    setCurrentDetails(plan === null ? `${stage} …` : paused + runMarkdown(plan, stage, progress));
  };
  const controls = createRunControls(show);
  const pausedMs = (): number => pausedMsAt(controls.now(), Date.now());
  setHandler(
    progressQuery,
    () => {
      const control = controls.now();
      const deadlineMs = control === null ? null : startMs + pausedMs() + control.budgetSeconds * 1000;
      return { ...progress, stage, deadlineMs, control };
    },
    { description: 'Stage, counts, the top of the leaderboard, the submission' },
  );
  setHandler(leaderboardQuery, () => (plan === null ? '' : runMarkdown(plan, stage, progress)), {
    description: 'The leaderboard as Markdown',
  });
  setHandler(
    searchProgressSignal,
    (news) => {
      progress = news;
      show();
    },
    { description: 'Sent by the search of this run' },
  );

  show();
  const prepared = await prepare(runId, spec).catch(async (error: unknown) => {
    await CancellationScope.nonCancellable(controls.close);
    throw error;
  });
  plan = prepared.plan;
  const opened = await controls.open(plan);
  const control = (): RunControl => controls.now() ?? opened;
  const attributes = createRunAttributes(plan, prepared.searchAttributes);
  const enter = (next: RunStage): void => {
    stage = next;
    show();
    attributes.set(stage, progress);
  };
  const seconds = (): number => (Date.now() - startMs - pausedMs()) / 1000;
  const warning = createBudgetWarning(runId, startMs, control);
  try {
    enter('searching');
    const found = await searchUnderControl(plan, startMs, control);
    controls.endSearch();
    progress = found.progress;
    enter('blending');
    const rounds = createBlendRounds({
      plan,
      startMs,
      state: found.blend,
      control,
      progress: () => progress,
      update: (change) => {
        progress = change(progress);
        show();
      },
    });
    if (progress.top.length > 0) await rounds.finish();
    const result = resultOf(plan, progress, control().stopping, seconds());
    await warning.end();
    await light.finishRun({ runId, status: 'finished', failure: null, seconds: result.seconds });
    enter('finished');
    await controls.close();
    return result;
  } catch (error) {
    return await CancellationScope.nonCancellable(async () => {
      const { type, message } = rootFailure(error);
      const status = isCancellation(error) ? 'cancelled' : 'failed';
      controls.endSearch();
      await warning.end();
      await light.finishRun({ runId, status, failure: message, seconds: seconds() });
      enter('failed');
      await controls.close();
      if (isCancellation(error)) throw error;
      throw ApplicationFailure.nonRetryable(message, type);
    });
  }
}

/** @throws ApplicationFailure with the text of the first wrong thing, so that it stands at the top in the UI */
async function prepare(runId: string, spec: CompetitionSpec): Promise<PreparedRun> {
  try {
    return await cpu.prepareData.executeWithOptions({ summary: 'read and check the data' }, [
      { runId, spec },
    ]);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { type, message } = rootFailure(error);
    throw ApplicationFailure.nonRetryable(message, type);
  }
}

function resultOf(plan: RunPlan, progress: SearchProgress, wasStopped: boolean, seconds: number): RunResult {
  const { top, ensemble, submission, counts } = progress;
  const [bestSingle] = top;
  if (bestSingle === undefined || ensemble === null || submission === null) {
    if (wasStopped && counts.finished === 0) {
      throw ApplicationFailure.nonRetryable(
        'no submission: the run was stopped before any trial was finished',
        failureTypes.nothingScored,
      );
    }
    throw ApplicationFailure.nonRetryable(
      `no submission: ${String(counts.finished)} trials finished, ${String(counts.failed)} failed, ${String(counts.stopped)} were stopped by the budget`,
      failureTypes.nothingScored,
    );
  }
  return {
    run: plan.runId,
    status: 'finished',
    metric: plan.metric,
    direction: plan.direction,
    bestSingle,
    ensemble,
    submission,
    trials: counts,
    seconds,
  };
}
