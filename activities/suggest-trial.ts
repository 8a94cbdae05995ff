import type { ControlActivities, SuggestInput, TrialAssignment } from '../src/domain/activity-contracts.js';
import { foldLimitSeconds } from '../src/domain/budget.js';
import { loadFamilies } from '../src/models/load-family.js';
import type { ModelFamily } from '../src/models/model-family.js';
import type { Suggestion } from '../src/domain/trial.js';
import { searchPlanOf } from '../src/search/search-plan-of.js';
import { suggestTrial, unfitFamilies, type SuggestTrialRequest } from '../src/search/suggest-trial.js';
import type { ActivityDependencies } from './dependencies.js';
import { downTime } from './down-time.js';

/** See ControlActivities.suggestTrial. What an earlier attempt stored stands, whatever time is left by now. */
export function suggestTrialActivity({
  trials,
  ensembles,
  uptime,
}: ActivityDependencies): ControlActivities['suggestTrial'] {
  return async (input) => {
    const { plan, number } = input;
    const downMs = await downTime(uptime, input.clock);
    const families = (await loadFamilies()).filter(({ id }) => plan.families.includes(id));
    const search = searchPlanOf(plan, families);
    const blends = search.weighBy === 'measured' ? await ensembles.listEnsembles(plan.runId) : [];
    // after the blends, so that their members are in it
    const all = await trials.history(plan.runId);
    const isStored = all.some((trial) => trial.number === number);
    const request: SuggestTrialRequest = {
      plan: search,
      number,
      history: all.filter((trial) => trial.number < number),
      seed: plan.seed,
      blend: blends.findLast(({ chosen }) => chosen) ?? null,
      secondsLeft: isStored ? Infinity : input.secondsLeft + (downMs - input.downMs) / 1000,
    };
    const suggestion = suggestTrial(request);
    if (suggestion === null) return { assignment: null, downMs, unfit: unfitFamilies(request) };
    const [stored] = await trials.recordSuggestions(plan.runId, [suggestion]);
    return { assignment: assignmentOf(stored ?? suggestion, input, families), downMs, unfit: [] };
  };
}

function assignmentOf(
  { family, reason, race }: Suggestion,
  { plan, number }: SuggestInput,
  families: readonly ModelFamily[],
): TrialAssignment {
  const chosen = families.find(({ id }) => id === family);
  const limit = foldLimitSeconds(chosen?.expectedSeconds(plan.profile) ?? 0, plan.budgetSeconds);
  return { number, family, device: chosen?.device ?? 'cpu', reason, foldLimitSeconds: limit, race };
}
