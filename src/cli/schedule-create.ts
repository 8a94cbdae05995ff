import { ScheduleAlreadyRunning, type ScheduleClient } from '@temporalio/client';
import { basename } from 'node:path';
import { checkCompetition } from '../data/check-competition.js';
import type { CompetitionSpec } from '../domain/competition.js';
import { withPodiumYaml } from '../podium-yaml.js';
import { installedLookups } from '../trainer/prepare.js';
import { wrongTime } from './schedule-errors.js';
import { scheduleOptions, type ScheduleRequest } from './schedule-options.js';
import { endWatch, startWatch } from './schedule-watch.js';
import { withSession } from './with-session.js';

export interface CreateOptions {
  /** Null where it acts on change alone. */
  readonly cron: string | null;
  readonly timezone: string;
  readonly onChange: boolean;
  /** Default: the competition's name. */
  readonly scheduleId: string | undefined;
  readonly always: boolean;
  readonly json: boolean;
}

/** Checks folder and spec as `podium run` does, then creates the schedule or changes the one of this id. */
export async function createSchedule(spec: CompetitionSpec, options: CreateOptions): Promise<void> {
  const placed = await withPodiumYaml(spec);
  await checkCompetition(placed, await installedLookups());
  const { cron, timezone, onChange, always } = options;
  const scheduleId = options.scheduleId ?? spec.name ?? basename(spec.path);
  const budgetSeconds = placed.spec.budgetSeconds ?? 600;
  await withSession(async ({ client }) => {
    const done = await createOrUpdate(client.schedule, {
      ...{ scheduleId, spec, budgetSeconds, cron, timezone, onChange, always },
    }).catch((error: unknown) => {
      throw wrongTime(error, cron ?? '', timezone) ?? error;
    });
    if (onChange) await startWatch(client, scheduleId, spec.path);
    else await endWatch(client, scheduleId);
    const { info, state } = await client.schedule.getHandle(scheduleId).describe();
    const next = info.nextActionTimes[0]?.toISOString() ?? null;
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ schedule: scheduleId, [done]: true, paused: state.paused, onChange, next })}\n`
        : `${scheduleId} ${done}${state.paused ? ', still paused' : ''}, ${whenText(next, onChange)}\n`,
    );
  });
}

function whenText(next: string | null, onChange: boolean): string {
  const time = next === null ? (onChange ? null : 'next at no time') : `next at ${next}`;
  return [time, onChange ? 'runs when the data change' : null].filter((part) => part !== null).join(', ');
}

/** Whether it is paused stays as it was. */
async function createOrUpdate(
  schedules: ScheduleClient,
  request: ScheduleRequest,
): Promise<'created' | 'updated'> {
  const { scheduleId } = request;
  const options = scheduleOptions(request);
  try {
    await schedules.create({ scheduleId, ...options });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  await schedules.getHandle(scheduleId).update(({ state }) => ({ ...options, state }));
  return 'updated';
}
