import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  setCurrentDetails,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunResult } from '../src/domain/activity-contracts.js';
import type { CompetitionSpec } from '../src/domain/competition.js';
import { runIdFor } from '../src/domain/run-id.js';
import type { DataInspection, ScheduledCompetitionInput, ScheduledResult } from '../src/domain/schedule.js';
import { control as light, urgent } from './activity-proxies.js';
import { competition } from './competition.js';
import { rootFailure } from './root-failure.js';

/** What a schedule starts: looks whether anything is new since the last finished run, then runs or skips. */
export async function scheduledCompetition(input: ScheduledCompetitionInput): Promise<ScheduledResult> {
  try {
    const found = await urgent.inspectData.executeWithOptions({ summary: 'look for newer data' }, [input]);
    const { lastRun, dataHash } = found;
    if (input.always !== true && lastRun?.sameSpec === true && lastRun.dataHash === dataHash) {
      const reason = `the data have not changed since ${lastRun.run}`;
      setCurrentDetails(`skipped: ${reason}`);
      const { scheduleId } = input;
      const action = workflowInfo().workflowId;
      await light.recordSkip({ scheduleId, skip: { action, reason, lastRun: lastRun.run } });
      return { status: 'skipped', reason, lastRun: lastRun.run };
    }
    const after = lastRun?.run ?? null;
    const result = await run(found, after === null ? input.spec : { ...input.spec, after });
    return { ...result, after };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { type, message } = rootFailure(error);
    throw ApplicationFailure.nonRetryable(message, type);
  }
}

/** The run is a workflow of its own; it is cancelled, and so closed in order, when the schedule's time is over. */
async function run({ name }: DataInspection, spec: CompetitionSpec): Promise<RunResult> {
  const { startTime } = workflowInfo();
  for (let again = 0; ; again++) {
    const runId = runIdFor(name, startTime, again);
    try {
      setCurrentDetails(`runs as \`${runId}\`${spec.after === undefined ? '' : `, after \`${spec.after}\``}`);
      return await executeChild(competition, {
        workflowId: runId,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        args: [spec],
        staticSummary: `${name}, budget ${String(spec.budgetSeconds ?? 600)} s, by schedule`,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }
}
