import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.recordSkip. */
export function recordSkipActivity({ events }: ActivityDependencies): ControlActivities['recordSkip'] {
  return ({ scheduleId, skip }) => events.recordSkip(scheduleId, skip);
}
