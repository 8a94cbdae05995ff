import type { ScheduleOptions, ScheduleUpdateOptions } from '@temporalio/client';
import { basename } from 'node:path';
import type { CompetitionSpec } from '../domain/competition.js';
import type { ScheduledCompetitionInput } from '../domain/schedule.js';
import { taskQueues } from '../../workflows/messages.js';

/** The type of the workflow that schedules start. */
export const scheduledWorkflowType = 'scheduledCompetition';

export interface ScheduleRequest {
  readonly scheduleId: string;
  readonly spec: CompetitionSpec;
  /** What the spec asks for once podium.yaml is read. */
  readonly budgetSeconds: number;
  /** Null where it acts on change alone. */
  readonly cron: string | null;
  readonly timezone: string;
  readonly onChange: boolean;
  readonly always: boolean;
}

/** What Temporal keeps beside the action, for lists. */
export interface ScheduleMemo extends Record<string, unknown> {
  readonly cron: string | null;
  readonly timezone: string;
  /** Whether a `watchFolder` workflow triggers it too. */
  readonly onChange: boolean;
}

const hourSeconds = 3600;

/** Everything that create and update share; the reasons stand in docs/decisions/0005-schedules.md. */
export function scheduleOptions(request: ScheduleRequest) {
  const { scheduleId, spec, budgetSeconds, cron, timezone, onChange, always } = request;
  const input: ScheduledCompetitionInput = { spec, scheduleId, ...(always ? { always } : {}) };
  const memo: ScheduleMemo = { cron, timezone, onChange };
  return {
    // No jitter: one installation has few schedules, and people expect the minute they wrote.
    spec: { cronExpressions: cron === null ? [] : [cron], timezone },
    policies: {
      // A run in progress is worth more than a second one beside it on the same slots.
      overlap: 'SKIP',
      // After a longer outage the next regular time serves as well: the data are compared, not the dates.
      catchupWindow: '1 hour',
      // What fails once by schedule (a file gone, a column renamed) fails again until somebody looks.
      pauseOnFailure: true,
    },
    action: {
      type: 'startWorkflow',
      workflowType: scheduledWorkflowType,
      workflowId: `schedule-${scheduleId}`,
      taskQueue: taskQueues.control,
      args: [input],
      memo,
      // With SKIP a stuck run would silently block all later ones. A paused or extended one has a day more.
      workflowExecutionTimeout: (2 * budgetSeconds + 24 * hourSeconds) * 1000,
      staticSummary: `${spec.name ?? basename(spec.path)} by schedule ${scheduleId}`,
    },
  } satisfies Omit<ScheduleOptions, 'scheduleId'> & Omit<ScheduleUpdateOptions, 'state'>;
}
