import type { ControlActivities } from '../src/domain/activity-contracts.js';
import { chooseFinalists } from '../src/blending/finalists.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.chooseFinalists. */
export function chooseFinalistsActivity({
  trials,
}: ActivityDependencies): ControlActivities['chooseFinalists'] {
  return async ({ runId, direction, limit }) => {
    const history = await trials.history(runId);
    const scored = history.flatMap(({ number, family, score }) =>
      score === null ? [] : [{ number, family, score }],
    );
    return chooseFinalists(scored, direction, limit);
  };
}
