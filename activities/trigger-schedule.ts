import { Context } from '@temporalio/activity';
import type { WatchActivities } from '../src/domain/activity-contracts.js';
import type { TriggerHold } from '../src/domain/schedule.js';
import { keptAlive, pauseBetweenLooks } from './kept-alive.js';

const answerWithinMs = 10_000;

/**
 * See WatchActivities.triggerSchedule. A schedule that is paused or runs is waited for, because Temporal would start
 * it in spite of the pause, and drop the trigger under a run. Done again after a lost answer, it triggers twice: the
 * second run finds nothing new and skips.
 */
export function triggerScheduleActivity(pollMs: number): WatchActivities['triggerSchedule'] {
  return ({ scheduleId, hold }) =>
    keptAlive(async () => {
      const context = Context.current();
      const handle = context.client.schedule.getHandle(scheduleId);
      const within = <T>(ask: () => Promise<T>): Promise<T> =>
        // A signal of its own: each call leaves a listener on its signal, and the activity's may last for days.
        context.client.withAbortSignal(AbortSignal.timeout(answerWithinMs), ask);
      for (;;) {
        try {
          const { state, info } = await within(() => handle.describe());
          const found: TriggerHold | null = state.paused
            ? 'paused'
            : info.runningActions.length > 0
              ? 'running'
              : null;
          if (found === null) {
            await within(() => handle.trigger('SKIP')); // else the SDK says ALLOW_ALL, and such a run counts as none
            return 'triggered';
          }
          if (found !== hold) return found;
        } catch (error) {
          if ((error as Error).name === 'ScheduleNotFoundError') return 'gone';
          context.log.warn('Temporal does not answer about a schedule', { scheduleId, error });
        }
        await pauseBetweenLooks(pollMs);
      }
    });
}
