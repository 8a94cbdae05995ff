import type { Parameters, SearchSpace } from '../domain/search-space.js';

/** A trial of the same space as the sampler sees it. */
export interface Observation {
  readonly number: number;
  readonly parameters: Parameters;
  readonly state: 'finished' | 'failed' | 'running';
  /** Smaller is better; null unless finished; may be NaN. */
  readonly loss: number | null;
}

export interface Proposal {
  readonly parameters: Parameters;
  /** One line for people. */
  readonly reason: string;
}

/** Proposes parameters: a pure function of its arguments. */
export interface Sampler {
  readonly id: string;
  /**
   * `count` proposals for `space` given `history` (any order, may be empty or all failed). Every value is in
   * bounds and on its step; parameters whose condition does not hold are absent. Proposals of one call differ while
   * the space has values left. `seed` is the same in all calls of a search: the calls differ by the history.
   */
  suggest(
    space: SearchSpace,
    history: readonly Observation[],
    count: number,
    seed: string | number,
  ): readonly Proposal[];
}
