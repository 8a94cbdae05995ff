import type { ScheduleDescription } from '@temporalio/client';
import type { ScheduledCompetitionInput } from '../domain/schedule.js';
import { scheduledWorkflowType, type ScheduleMemo } from './schedule-options.js';
import { readOutcome, type ScheduleOutcome } from './schedule-outcome.js';
import type { CliSession } from './session.js';
import { watchText } from './schedule-watch.js';
import { textTable } from './text-table.js';
import { withSession } from './with-session.js';

/** One schedule as `podium schedule list --json` prints it. */
export interface ListedSchedule {
  readonly schedule: string;
  readonly path: string;
  /** Null where it acts on change alone. */
  readonly cron: string | null;
  readonly timezone: string;
  /** Where the watch of its folder stands; null where it acts by the clock alone. */
  readonly watch: string | null;
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
    const none = 'No schedules yet: podium schedule create <folder> --cron "0 6 * * *" or --on-change\n';
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
      const memo = description.action.memo as ScheduleMemo | undefined;
      const watch = memo?.onChange === true ? await watchText(client, id) : null;
      return listed(description, await Promise.all(last), watch);
    }),
  );
}

function listed(
  description: ScheduleDescription,
  last: ListedSchedule['last'],
  watch: string | null,
): ListedSchedule {
  const { scheduleId, action, state, info } = description;
  const [input] = (action.args ?? []) as readonly ScheduledCompetitionInput[];
  const memo = action.memo as ScheduleMemo | undefined;
  return {
    schedule: scheduleId,
    path: input?.spec.path ?? '',
    cron: memo?.cron ?? null,
    timezone: memo?.timezone ?? '',
    watch,
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

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ');
}

function scheduleLines(schedules: readonly ListedSchedule[]): readonly string[] {
  const minute = (time: string): string => time.slice(0, 16).replace('T', ' ');
  const header = ['schedule', 'when', 'time zone', 'state', 'next (UTC)', 'last (UTC)', 'what came of it'];
  const rows = schedules.flatMap((each) => {
    const state = [each.note === null ? each.state : `${each.state}: ${each.note}`, each.watch];
    const next = each.next === null ? '' : minute(each.next);
    const when = [each.cron, each.watch === null ? null : 'on change'];
    const zone = each.cron === null ? '' : each.timezone;
    const whole = [each.schedule, joined(when), zone, joined(state), next];
    const results = each.last.map(({ at, status, run, reason }) => [
      minute(at),
      [status, run ?? reason].filter((part) => part !== null).join(': '),
    ]);
    const [newest = [], ...older] = results;
    return [[...whole, ...newest], ...older.map((result) => [...whole.map(() => ''), ...result])];
  });
  return textTable(header, rows);
}
