import {
  ApplicationFailure,
  CancellationScope,
  executeChild,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { CompetitionSpec, RunPlan } from '../src/domain/competition.js';
import type { PreparedRun, RunResult } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { runMarkdown } from '../src/domain/run-markdown.js';
import { emptyProgress, type RunStage, type SearchProgress } from '../src/domain/run-progress.js';
import { control, cpu } from './activity-proxies.js';
import { createBlendRounds } from './blend-rounds.js';
import { leaderboardQuery, progressQuery, searchProgressSignal, searchWorkflowId } from './messages.js';
import { rootFailure } from './root-failure.js';
import { createRunAttributes } from './run-attributes.js';
import { search } from './search.js';

/** One run: prepare the data, search, blend, write the submission. Its workflow id is the run's id. */
export async function competition(spec: CompetitionSpec): Promise<RunResult> {
  const runId = workflowInfo().workflowId;
  const startMs = workflowInfo().runStartTime.getTime();
  let plan: RunPlan | null = null;
  let stage: RunStage = 'preparing';
  let progress: SearchProgress = emptyProgress;
  const show = (): void => {
    setCurrentDetails(plan === null ? `${stage} …` : runMarkdown(plan, stage, progress));
  };
  setHandler(
    progressQuery,
    () => ({
      ...progress,
      stage,
      deadlineMs: plan === null ? null : startMs + plan.budgetSeconds * 1000,
    }),
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
  const prepared = await prepare(runId, spec);
  plan = prepared.plan;
  const attributes = createRunAttributes(plan, prepared.searchAttributes);
  const enter = (next: RunStage): void => {
    stage = next;
    show();
    attributes.set(stage, progress);
  };
  try {
    enter('searching');
    const found = await executeChild(search, {
      workflowId: searchWorkflowId(runId),
      args: [{ plan, startMs }],
      staticSummary: `search for ${plan.name}`,
    });
    progress = found.progress;
    enter('blending');
    const rounds = createBlendRounds({
      plan,
      startMs,
      state: found.blend,
      progress: () => progress,
      update: (change) => {
        progress = change(progress);
        show();
      },
    });
    if (progress.top.length > 0) await rounds.finish();
    const result = resultOf(plan, progress, (Date.now() - startMs) / 1000);
    await control.finishRun({ runId, status: 'finished', failure: null, seconds: result.seconds });
    enter('finished');
    return result;
  } catch (error) {
    return await CancellationScope.nonCancellable(async () => {
      const { type, message } = rootFailure(error);
      const status = isCancellation(error) ? 'cancelled' : 'failed';
      const seconds = (Date.now() - startMs) / 1000;
      await control.finishRun({ runId, status, failure: message, seconds });
      enter('failed');
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

function resultOf(plan: RunPlan, progress: SearchProgress, seconds: number): RunResult {
  const { top, ensemble, submission, counts } = progress;
  const [bestSingle] = top;
  if (bestSingle === undefined || ensemble === null || submission === null) {
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
