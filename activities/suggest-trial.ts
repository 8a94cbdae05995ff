import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { RunPlan } from '../src/domain/competition.js';
import { loadFamilies } from '../src/models/load-family.js';
import type { ModelFamily } from '../src/models/model-family.js';
import { suggestTrial, type SearchPlan } from '../src/search/suggest-trial.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.suggestTrial. */
export function suggestTrialActivity({ trials }: ActivityDependencies): ControlActivities['suggestTrial'] {
  return async ({ plan, number, secondsLeft }) => {
    const families = (await loadFamilies()).filter(({ id }) => plan.families.includes(id));
    const history = (await trials.history(plan.runId)).filter((trial) => trial.number < number);
    const suggestion = suggestTrial({
      plan: searchPlan(plan, families),
      number,
      history,
      seed: plan.seed,
      secondsLeft,
    });
    if (suggestion === null) return null;
    const [stored] = await trials.recordSuggestions(plan.runId, [suggestion]);
    const { family, reason } = stored ?? suggestion;
    const device = families.find(({ id }) => id === family)?.device ?? 'cpu';
    return { number, family, device, reason };
  };
}

function searchPlan(plan: RunPlan, families: readonly ModelFamily[]): SearchPlan {
  return {
    families: families.map((family) => ({
      id: family.id,
      space: family.space(plan.profile),
      portfolio: family.portfolio(plan.profile),
      expectedSeconds: family.expectedSeconds(plan.profile) * plan.folds,
    })),
    sampler: plan.sampler,
    direction: plan.direction,
    parallelism: plan.parallelism,
  };
}
