import type { ControlActivities } from '../src/domain/activity-contracts.js';
import { foldLimitSeconds } from '../src/domain/budget.js';
import { loadFamilies } from '../src/models/load-family.js';
import { searchPlanOf } from '../src/search/search-plan-of.js';
import { suggestTrial } from '../src/search/suggest-trial.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.suggestTrial. What an earlier attempt stored stands, whatever time is left by now. */
export function suggestTrialActivity({ trials }: ActivityDependencies): ControlActivities['suggestTrial'] {
  return async ({ plan, number, secondsLeft }) => {
    const families = (await loadFamilies()).filter(({ id }) => plan.families.includes(id));
    const all = await trials.history(plan.runId);
    const isStored = all.some((trial) => trial.number === number);
    const suggestion = suggestTrial({
      plan: searchPlanOf(plan, families),
      number,
      history: all.filter((trial) => trial.number < number),
      seed: plan.seed,
      secondsLeft: isStored ? Infinity : secondsLeft,
    });
    if (suggestion === null) return null;
    const [stored] = await trials.recordSuggestions(plan.runId, [suggestion]);
    const { family, reason } = stored ?? suggestion;
    const chosen = families.find(({ id }) => id === family);
    const limit = foldLimitSeconds(chosen?.expectedSeconds(plan.profile) ?? 0, plan.budgetSeconds);
    return { number, family, device: chosen?.device ?? 'cpu', reason, foldLimitSeconds: limit };
  };
}
