import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { findCompetitionFiles, hashFiles } from '../data/competition-files.js';
import type { WatchInput } from '../domain/schedule.js';
import { taskQueues, watchWorkflowId, type WatchMemo } from '../../workflows/messages.js';

/**
 * Starts the watch of a schedule on change. What lies in the folder now counts as known; a watch that looks at this
 * folder already goes on as it is, with what it has seen and not run yet.
 */
export async function startWatch(client: Client, scheduleId: string, path: string): Promise<void> {
  const seen = await hashFiles(await findCompetitionFiles(path));
  const running = await describeWatch(client, scheduleId);
  const same = (running?.memo as WatchMemo | undefined)?.path === path;
  const input: WatchInput = { scheduleId, path, seen };
  const memo: WatchMemo = { path, watch: 'starts' };
  await client.workflow.start('watchFolder', {
    taskQueue: taskQueues.control,
    workflowId: watchWorkflowId(scheduleId),
    workflowIdConflictPolicy: same ? 'USE_EXISTING' : 'TERMINATE_EXISTING',
    args: [input],
    memo,
    staticSummary: `watch of ${path} for schedule ${scheduleId}`,
    staticDetails: `Triggers schedule \`${scheduleId}\` when the data in \`${path}\` change, or on the signal \`newData\`.`,
  });
}

/** Ends the watch of a schedule, if it has one. */
export async function endWatch(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.workflow.getHandle(watchWorkflowId(scheduleId)).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Where the watch stands, in words. */
export async function watchText(client: Client, scheduleId: string): Promise<string> {
  const running = await describeWatch(client, scheduleId);
  if (running === null) return 'its watch has ended: create it again';
  return (running.memo as WatchMemo | undefined)?.watch ?? '';
}

/** Null where none runs. */
async function describeWatch(
  client: Client,
  scheduleId: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    const description = await client.workflow.getHandle(watchWorkflowId(scheduleId)).describe();
    return description.status.name === 'RUNNING' ? description : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
