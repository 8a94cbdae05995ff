import type { Suggestion, TrialRecord } from '../domain/trial.js';
import { parameterKey } from './family-record.js';
import type { SearchPlan } from './search-plan.js';
import { suggestTrial } from './suggest-trial.js';

/** A stored trial: what was suggested, and how it ended. */
export type StoredTrial = Suggestion & Pick<TrialRecord, 'state' | 'score' | 'seconds'>;

/** A field of a stored suggestion that does not derive again. */
export interface SuggestionDifference {
  readonly trial: number;
  readonly field: string;
  readonly stored: string;
  /** Null where nothing at all is suggested. */
  readonly derived: string | null;
}

/**
 * Derives every suggestion of a run again from what it saw: the ends of its visible trials, the trials that ran
 * then, and the families that were weighed. Returns what differs from the stored suggestions: nothing.
 *
 * @param plan every family that was weighed in the run, in any order
 */
export function replaySuggestions(
  plan: SearchPlan,
  seed: number,
  trials: readonly StoredTrial[],
): readonly SuggestionDifference[] {
  return trials.flatMap((trial) => {
    const families = trial.candidates.flatMap((id) => plan.families.filter((family) => family.id === id));
    const derived = suggestTrial({
      plan: { ...plan, families },
      number: trial.number,
      history: historyAt(trial, trials),
      seed,
      secondsLeft: Infinity,
    });
    const again = derived === null ? null : fieldsOf(derived);
    return Object.entries(fieldsOf(trial)).flatMap(([field, stored]) =>
      again?.[field] === stored
        ? []
        : [{ trial: trial.number, field, stored, derived: again?.[field] ?? null }],
    );
  });
}

/** Trials that were asked for before this one, as they were then: ended if visible, else running. */
function historyAt(trial: StoredTrial, trials: readonly StoredTrial[]): readonly TrialRecord[] {
  const visible = new Set(trial.visible);
  return trials
    .filter(({ number }) => number < trial.number)
    .map((earlier) =>
      visible.has(earlier.number) ? earlier : { ...earlier, state: 'running', score: null, seconds: null },
    );
}

function fieldsOf(suggestion: Suggestion): Readonly<Record<string, string>> {
  const { family, parameters, seed, sampler, reason, visible } = suggestion;
  const key = parameterKey(parameters);
  return { family, parameters: key, seed: `${seed}`, sampler, reason, visible: visible.join(',') };
}
