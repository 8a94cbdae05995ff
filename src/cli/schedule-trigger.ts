import type { ScheduleHandle } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunFailedError } from './errors.js';
import { onSchedule } from './schedule-errors.js';
import { readOutcome, type ScheduleOutcome } from './schedule-outcome.js';
import { withSession } from './with-session.js';

const pollMs = 100;
const patienceMs = 60_000;

/** @throws RunFailedError where nothing was started, or what was waited for failed */
export async function triggerSchedule(
  id: string,
  options: { readonly wait: boolean; readonly json: boolean },
): Promise<void> {
  await withSession(async ({ client }) => {
    const workflow = await trigger(client.schedule.getHandle(id));
    if (options.wait) {
      await client.workflow
        .getHandle(workflow)
        .result()
        .catch(() => undefined);
    }
    const outcome = await readOutcome(client, workflow);
    process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : `${textOf(outcome)}\n`);
    if (outcome.status === 'failed') throw new RunFailedError(outcome.reason ?? 'it failed', 1);
  });
}

/** Id of the workflow it started. The server answers before it acts, so the action is looked for. */
async function trigger(handle: ScheduleHandle): Promise<string> {
  const { info: before } = await onSchedule(handle.scheduleId, handle.describe());
  const known = new Set(before.recentActions.map(({ action }) => action.workflow.workflowId));
  await handle.trigger('SKIP'); // the SDK's default is ALLOW_ALL, whatever the schedule's policy
  const endMs = Date.now() + patienceMs;
  while (Date.now() < endMs) {
    const { info } = await handle.describe();
    const started = info.recentActions.map(({ action }) => action.workflow.workflowId);
    const found = started.find((workflow) => !known.has(workflow));
    if (found !== undefined) return found;
    if (info.numActionsSkippedOverlap > before.numActionsSkippedOverlap) {
      throw new RunFailedError(`nothing started: the last run of ${handle.scheduleId} is still going on`, 1);
    }
    await sleep(pollMs);
  }
  throw new RunFailedError(`${handle.scheduleId} started nothing within ${String(patienceMs / 1000)} s`, 1);
}

function textOf({ workflow, status, run, after, reason }: ScheduleOutcome): string {
  if (status === 'running') return `${workflow} started\n  follow  podium watch`;
  if (status === 'skipped' || run === null) return `${status}: ${reason ?? ''}`;
  return `${run} finished${after === null ? '' : `, after ${after}`}\n  look  podium leaderboard ${run}`;
}
