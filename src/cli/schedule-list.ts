import type { ScheduleDescription } from '@temporalio/client';
import type { ScheduledCompetitionInput } from '../domain/schedule.js';
import { scheduledWorkflowType, type ScheduleMemo } from './schedule-options.js';
import { readOutcome, type ScheduleOutcome } from './schedule-outcome.js';
import type { CliSession } from './session.js';
import { textTable } from './text-table.js';
import { withSession } from './with-session.js';

/** One schedule as `podium schedule list --json` prints it. */
export interface ListedSchedule {
  readonly schedule: string;
  readonly path: string;
  readonly cron: string;
  readonly timezone: string;
  readonly always: boolean;
  readonly state: 'active' | 'paused';
  /** Why it is paused. */
  readonly note: string | null;
  /** Null while paused. */
  readonly next: string | null;
  readonly actions: number;
  readonly skippedOverlap: number;
  readonly missed: number;
  /** The last ones, newest first. */
  readonly last: readonly (ScheduleOutcome & { readonly at: string })[];
}

const shownActions = 3;

export async function listSchedules(json: boolean): Promise<void> {
  await withSession(async (session) => {
    const schedules = await readSchedules(session);
    const none = 'No schedules yet: podium schedule create <folder> --cron "0 6 * * *"\n';
    process.stdout.write(
      json
        ? `${JSON.stringify(schedules)}\n`
        : schedules.length === 0
          ? none
          : `${scheduleLines(schedules).join('\n')}\n`,
    );
  });
}

async function readSchedules({ client }: CliSession): Promise<readonly ListedSchedule[]> {
  const ids: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    if (action?.workflowType === scheduledWorkflowType) ids.push(scheduleId);
  }
  return Promise.all(
    ids.sort().map(async (id) => {
      const description = await client.schedule.getHandle(id).describe();
      const recent = [...description.info.recentActions].reverse().slice(0, shownActions);
      const last = recent.map(async ({ takenAt, action }) => ({
        at: takenAt.toISOString(),
        ...(await readOutcome(client, action.workflow.workflowId)),
      }));
      return listed(description, await Promise.all(last));
    }),
  );
}

function listed(description: ScheduleDescription, last: ListedSchedule['last']): ListedSchedule {
  const { scheduleId, action, state, info } = description;
  const [input] = (action.args ?? []) as readonly ScheduledCompetitionInput[];
  const memo = action.memo as ScheduleMemo | undefined;
  return {
    schedule: scheduleId,
    path: input?.spec.path ?? '',
    cron: memo?.cron ?? '',
    timezone: memo?.timezone ?? '',
    always: input?.always === true,
    state: state.paused ? 'paused' : 'active',
    note: state.paused && state.note ? state.note : null,
    next: state.paused ? null : (info.nextActionTimes[0]?.toISOString() ?? null),
    actions: info.numActionsTaken,
    skippedOverlap: info.numActionsSkippedOverlap,
    missed: info.numActionsMissedCatchupWindow,
    last,
  };
}

function scheduleLines(schedules: readonly ListedSchedule[]): readonly string[] {
  const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');
  const header = ['schedule', 'cron', 'time zone', 'state', 'next (UTC)', 'last (UTC)', 'what came of it'];
  const rows = schedules.flatMap((each) => {
    const state = each.note === null ? each.state : `${each.state}: ${each.note}`;
    const next = each.next === null ? '' : minute(each.next);
    const whole = [each.schedule, each.cron, each.timezone, state, next];
    const results = each.last.map(({ at, status, run, reason }) => [
      minute(at),
      [status, run ?? reason].filter((part) => part !== null).join(': '),
    ]);
    const [newest = [], ...older] = results;
    return [[...whole, ...newest], ...older.map((result) => [...whole.map(() => ''), ...result])];
  });
  return textTable(header, rows);
}
