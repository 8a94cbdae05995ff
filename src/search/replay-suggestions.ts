import type { EnsembleRecord } from '../domain/ensemble.js';
import { racedOut } from '../domain/race.js';
import type { FoldResult, Suggestion, TrialRecord } from '../domain/trial.js';
import { parameterKey } from './family-record.js';
import type { SearchPlan } from './search-plan.js';
import { suggestTrial } from './suggest-trial.js';

/** A stored trial: what was suggested, and how it ended. */
export interface StoredTrial extends Suggestion, Pick<TrialRecord, 'state' | 'score' | 'seconds'> {
  /** In fold order. */
  readonly folds: readonly Pick<FoldResult, 'fold' | 'score'>[];
}

/** What is looked at of an ensemble. */
export type StoredBlend = Pick<EnsembleRecord, 'members' | 'chosen'> & { readonly round: number };

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
 * then, the families that were weighed, and the blend round that was known; and whether each trial was raced out as its
 * first fold demands. Returns what differs from what is stored: nothing.
 *
 * @param plan every family that was weighed in the run, in any order
 */
export function replaySuggestions(
  plan: SearchPlan,
  seed: number,
  trials: readonly StoredTrial[],
  blends: readonly StoredBlend[],
): readonly SuggestionDifference[] {
  return trials.flatMap((trial) => {
    const families = trial.candidates.flatMap((id) => plan.families.filter((family) => family.id === id));
    const derived = suggestTrial({
      plan: { ...plan, families },
      number: trial.number,
      history: historyAt(trial, trials),
      seed,
      secondsLeft: Infinity,
      blend: blends.find(({ round, chosen }) => chosen && round === trial.blendRound) ?? null,
    });
    const again: Fields | null =
      derived === null ? null : { ...fieldsOf(derived), end: derivedEnd(derived, trial, plan) };
    return Object.entries({ ...fieldsOf(trial), end: storedEnd(trial) }).flatMap(([field, stored]) =>
      again?.[field] === stored
        ? []
        : [{ trial: trial.number, field, stored, derived: again?.[field] ?? null }],
    );
  });
}

/** Whether it was raced out; what became of its other folds has other causes. */
function storedEnd({ state }: StoredTrial): string {
  return state === 'raced' ? 'raced out' : 'not raced out';
}

/** The same by its first fold; trials that were closed by others before they could be raced keep their end. */
function derivedEnd({ race }: Suggestion, trial: StoredTrial, { direction }: SearchPlan): string {
  const [first] = trial.folds;
  if (first?.fold !== 0 || (trial.state !== 'raced' && trial.state !== 'finished')) return storedEnd(trial);
  return racedOut(race, first.score, direction) === null ? 'not raced out' : 'raced out';
}

/** Trials that were asked for before this one, as they were then: ended if visible, else running. */
function historyAt(trial: StoredTrial, trials: readonly StoredTrial[]): readonly TrialRecord[] {
  const visible = new Set(trial.visible);
  return trials
    .filter(({ number }) => number < trial.number)
    .map((earlier) =>
      visible.has(earlier.number)
        ? { ...earlier, foldScores: earlier.folds.map(({ score }) => score) }
        : { ...earlier, state: 'running', score: null, seconds: null },
    );
}

type Fields = Readonly<Record<string, string>>;

function fieldsOf(suggestion: Suggestion): Fields {
  const { family, parameters, seed, sampler, reason, visible, race, blendRound } = suggestion;
  return {
    family,
    parameters: parameterKey(parameters),
    seed: `${seed}`,
    sampler,
    reason,
    visible: visible.join(','),
    race: race === null ? 'none' : `${race.worstFirstFold}: ${race.against}`,
    blendRound: blendRound === null ? 'none' : `${blendRound}`,
  };
}
