import { WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { ScheduledResult } from '../domain/schedule.js';

/** What came of one action of a schedule. */
export interface ScheduleOutcome {
  /** Id of the workflow that the schedule started. */
  readonly workflow: string;
  readonly status: 'running' | 'skipped' | 'finished' | 'failed' | 'forgotten';
  /** The run, once finished. */
  readonly run: string | null;
  /** The run it followed: whose trials it tried first, or since which nothing changed. */
  readonly after: string | null;
  /** Why it was skipped or failed. */
  readonly reason: string | null;
}

/** Reads an outcome without waiting; `forgotten` where Temporal has dropped the workflow by its age. */
export async function readOutcome(client: Client, workflow: string): Promise<ScheduleOutcome> {
  const handle = client.workflow.getHandle<() => Promise<ScheduledResult>>(workflow);
  const empty = { workflow, run: null, after: null, reason: null };
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING') return { ...empty, status: 'running' };
    return ended(workflow, await handle.result());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { ...empty, status: 'forgotten' };
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { ...empty, status: 'failed', reason: error.cause?.message ?? error.message };
  }
}

function ended(workflow: string, result: ScheduledResult): ScheduleOutcome {
  return result.status === 'skipped'
    ? { workflow, status: 'skipped', run: null, after: result.lastRun, reason: result.reason }
    : { workflow, status: 'finished', run: result.run, after: result.after, reason: null };
}
