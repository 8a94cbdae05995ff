import type { Direction, SamplerId } from '../domain/competition.js';
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
  /** Proposes inside a family once its portfolio is used up. */
  readonly sampler: SamplerId;
  readonly direction: Direction;
  /** Trials at a time, each on about one core: a trial's wall time is about its training seconds. */
  readonly parallelism: number;
}
