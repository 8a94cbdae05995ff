import type { Direction } from './competition.js';

/** What the first fold of a trial must reach for its other folds to be trained. */
export interface Race {
  /** The worst score with which the trial goes on, in the metric's own sign. */
  readonly worstFirstFold: number;
  /** By what it was drawn: "the best 5 of its kind 0.834 ± 0.010". */
  readonly against: string;
}

/**
 * Why a trial with this score of its first fold is raced out: "fold 1 0.78, the best …"; null when it goes on.
 *
 * @param race undefined for a trial that was assigned before there were races
 */
export function racedOut(
  race: Race | null | undefined,
  firstFold: number,
  direction: Direction,
): string | null {
  if (race == null) return null;
  const { worstFirstFold, against } = race;
  const goesOn = direction === 'max' ? firstFold >= worstFirstFold : firstFold <= worstFirstFold;
  return goesOn ? null : `fold 1 ${firstFold.toPrecision(4)}, ${against}`;
}
