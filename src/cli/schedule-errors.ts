import { ScheduleNotFoundError } from '@temporalio/client';
import { InputError } from '../domain/input-error.js';

/** Runs `work` on a schedule. @throws InputError where there is no schedule with this id */
export async function onSchedule<T>(id: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    throw new InputError([
      {
        what: `There is no schedule "${id}"`,
        where: 'command line, <id>',
        why: 'it was never created, or was deleted',
        mend: 'podium schedule list shows them all',
      },
    ]);
  }
}

/**
 * Temporal's word on a cron expression or time zone that it cannot read, or null for any other error of creating
 * or updating a schedule. Its client makes TypeErrors of these.
 */
export function wrongTime(error: unknown, cron: string, timezone: string): InputError | null {
  if (!(error instanceof TypeError)) return null;
  return new InputError([
    {
      what: `The times "${cron}" in ${timezone} cannot be read`,
      where: 'command line, --cron and --timezone',
      why: error.message,
      mend: 'write for example --cron "0 6 * * *" --timezone Europe/Zurich: minute hour day month weekday',
    },
  ]);
}
