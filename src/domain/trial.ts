import type { Race } from './race.js';
import type { Parameters } from './search-space.js';

/**
 * running → finished | failed (an error of the fit) | stopped (budget over, skipped or cancelled) | raced (out: the
 * first fold was far behind).
 */
export type TrialState = 'running' | 'finished' | 'failed' | 'stopped' | 'raced';

/** How a trial may end without a score. */
export type UnscoredState = Exclude<TrialState, 'running' | 'finished'>;

/** What the search decided to try, and why. A pure function of (space, seed, number, visible results). */
export interface Suggestion {
  /** 0, 1, 2 … within the run. */
  readonly number: number;
  readonly family: string;
  readonly parameters: Parameters;
  /** Seed of the fits, 32 bits unsigned. */
  readonly seed: number;
  /** 'portfolio', 'warm-start' or the id of a sampler. */
  readonly sampler: string;
  /** One line for people: "portfolio item 2", "tpe: 6 good, 19 other". */
  readonly reason: string;
  /** Numbers of the finished trials whose results were visible when this was asked, ascending. */
  readonly visible: readonly number[];
  /** Families that were weighed: those of the plan whose trials fitted the time left, in the plan's order. */
  readonly candidates: readonly string[];
  /** Null where too little was known to race it. */
  readonly race: Race | null;
  /** Newest blend round whose weights were known when this was asked; null for none, or where they do not count. */
  readonly blendRound: number | null;
}

/** One trial as samplers and leaderboards see it. */
export interface TrialRecord {
  readonly number: number;
  readonly family: string;
  readonly parameters: Parameters;
  readonly state: TrialState;
  /** Mean of the fold scores in the metric's own sign; null unless finished. */
  readonly score: number | null;
  /** Training seconds over all folds; null while running. */
  readonly seconds: number | null;
  /** In fold order; absent unless finished. */
  readonly foldScores?: readonly number[] | null;
}

/** One committed fold. */
export interface FoldResult {
  readonly fold: number;
  /** The metric on rows that this fold's model never saw. */
  readonly score: number;
  /** Seconds the fit and its predictions took. */
  readonly seconds: number;
}

/** A trial that is over, as the trial workflow returns it. */
export interface TrialOutcome {
  readonly number: number;
  readonly family: string;
  readonly state: Exclude<TrialState, 'running'>;
  readonly score: number | null;
  readonly foldScores: readonly number[];
  readonly seconds: number;
  /** Why it failed, was stopped or raced out, one line. */
  readonly failure: string | null;
}
