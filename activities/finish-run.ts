import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.finishRun. */
export function finishRunActivity({ runs }: ActivityDependencies): ControlActivities['finishRun'] {
  return (input) => runs.finishRun(input);
}
