import type { TrialState } from '../../domain/trial.js';

/** How people read a trial's state once it has ended. */
export function endOfTrial(state: TrialState): string {
  return state === 'raced' ? 'raced out' : state;
}
