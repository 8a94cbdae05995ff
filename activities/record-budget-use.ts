import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.recordBudgetUse. */
export function recordBudgetUseActivity({
  runs,
}: ActivityDependencies): ControlActivities['recordBudgetUse'] {
  return ({ runId, ...use }) => runs.recordBudgetUse(runId, use);
}
