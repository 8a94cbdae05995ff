import type { Direction, SamplerId, WarmStart } from '../domain/competition.js';
import type { Parameters, SearchSpace } from '../domain/search-space.js';

/** A model family as the search sees it: plain data, no code. */
export interface SearchFamily {
  readonly id: string;
  readonly space: SearchSpace;
  /** Settings known to be good, best first; the first is the default. A longer list gets more of the start. */
  readonly portfolio: readonly Parameters[];
  /** Rough seconds of one trial, all its folds on one core, for as long as none was measured. */
  readonly expectedSeconds: number;
}

export interface SearchPlan {
  readonly families: readonly SearchFamily[];
  /** Proposes inside a family once its portfolio is used up; where it is tpe, evolution does for architectures. */
  readonly sampler: SamplerId;
  readonly direction: Direction;
  /**
   * Seconds by which families are weighed against each other: as measured, or as expected beforehand, so that
   * suggestions do not depend on how fast this machine was.
   */
  readonly weighBy: 'measured' | 'expected';
  /** Whether trials whose first fold is far behind are ended there (racing.ts); absent: no. */
  readonly racing?: boolean;
  /** Tried before portfolios. */
  readonly warmStart?: WarmStart;
}
