import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.closeTrial. */
export function closeTrialActivity({ trials }: ActivityDependencies): ControlActivities['closeTrial'] {
  return ({ runId, number, state, reason }) => trials.closeTrial(runId, number, state, reason);
}
