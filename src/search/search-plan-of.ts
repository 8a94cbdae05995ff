import type { RunPlan } from '../domain/competition.js';
import type { ModelFamily } from '../models/model-family.js';
import type { SearchPlan } from './search-plan.js';

/**
 * What the search knows of a run with these families. A run with a fixed number of trials weighs families by
 * what they expect to cost, not by what a trial took here: the same spec then gives the same trials, on another
 * machine, or after a crash in the middle (docs/decisions/0004-same-trials-again.md).
 */
export function searchPlanOf(plan: RunPlan, families: readonly ModelFamily[]): SearchPlan {
  return {
    families: families.map((family) => ({
      id: family.id,
      space: family.space(plan.profile),
      portfolio: family.portfolio(plan.profile),
      expectedSeconds: family.expectedSeconds(plan.profile) * plan.folds,
    })),
    sampler: plan.sampler,
    racing: plan.racing,
    direction: plan.direction,
    weighBy: plan.maxTrials === null ? 'measured' : 'expected',
    ...(plan.warmStart === undefined ? {} : { warmStart: plan.warmStart }),
  };
}
