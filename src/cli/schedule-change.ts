import type { Client, ScheduleHandle } from '@temporalio/client';
import { onSchedule } from './schedule-errors.js';
import { endWatch } from './schedule-watch.js';
import { withSession } from './with-session.js';

const changes = {
  pause: { word: 'paused', apply: (handle: ScheduleHandle) => handle.pause('by hand') },
  resume: { word: 'active', apply: (handle: ScheduleHandle) => handle.unpause('by hand') },
  delete: { word: 'deleted', apply: deleteWithWatch },
} as const;

/** Pauses, resumes or deletes a schedule. @throws InputError where there is none with this id */
export async function changeSchedule(id: string, change: keyof typeof changes, json: boolean): Promise<void> {
  const { word, apply } = changes[change];
  await withSession(async ({ client }) => {
    await onSchedule(id, apply(client.schedule.getHandle(id), client));
    process.stdout.write(json ? `${JSON.stringify({ schedule: id, state: word })}\n` : `${id} is ${word}\n`);
  });
}

async function deleteWithWatch(handle: ScheduleHandle, client: Client): Promise<void> {
  await handle.delete();
  await endWatch(client, handle.scheduleId);
}
