import type { Direction } from '../domain/competition.js';
import type { Parameters } from '../domain/search-space.js';
import type { TrialRecord } from '../domain/trial.js';
import type { SearchFamily, SearchPlan } from './search-plan.js';

/** What is known of one family, its trials oldest first. */
export interface FamilyRecord {
  readonly family: SearchFamily;
  readonly trials: readonly TrialRecord[];
  /** Losses of the finished trials with a finite score, oldest first; smaller is better. */
  readonly losses: readonly number[];
  /** The same with Infinity for each trial that was raced out: no improvement, but no failure either. */
  readonly attempts: readonly number[];
  /** Estimated seconds of the next trial: what must fit into the time left. */
  readonly seconds: number;
  /** Seconds of a trial by which families are weighed. */
  readonly weighedSeconds: number;
  /** At least three failures in a row at the end. */
  readonly failing: boolean;
}

/** Gathers a family's trials from a run's history, which is sorted by number. */
export function familyRecord(
  family: SearchFamily,
  { direction, weighBy }: Pick<SearchPlan, 'direction' | 'weighBy'>,
  history: readonly TrialRecord[],
): FamilyRecord {
  const trials = history.filter((trial) => trial.family === family.id);
  const losses = trials.flatMap((trial) => lossOf(trial, direction) ?? []).filter(Number.isFinite);
  const attempts = trials.flatMap((trial) =>
    trial.state === 'raced' ? Infinity : (lossOf(trial, direction) ?? []),
  );
  const ended = trials.filter(({ state }) => state !== 'running' && state !== 'stopped');
  const failing = ended.length >= 3 && ended.slice(-3).every((trial) => trial.state === 'failed');
  const seconds = estimatedSeconds(family, trials);
  const weighedSeconds = weighBy === 'measured' ? seconds : family.expectedSeconds;
  return { family, trials, losses, attempts, seconds, weighedSeconds, failing };
}

/** The score turned so that smaller is better; null unless finished. */
export function lossOf(trial: TrialRecord, direction: Direction): number | null {
  if (trial.state !== 'finished' || trial.score === null) return null;
  return direction === 'max' ? -trial.score : trial.score;
}

/** Text that is equal for equal parameters, whatever their order. */
export function parameterKey(parameters: Parameters): string {
  return JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Upper quartile of the last eight finished trials. Before the first, what the family expects, but no less
 * than half as much again as the longest trial that was stopped.
 */
function estimatedSeconds(family: SearchFamily, trials: readonly TrialRecord[]): number {
  const secondsOf = (state: TrialRecord['state']): number[] =>
    trials.flatMap((trial) => (trial.state === state && trial.seconds !== null ? [trial.seconds] : []));
  const finished = secondsOf('finished')
    .slice(-8)
    .sort((a, b) => a - b);
  const quartile = finished[Math.ceil(0.75 * finished.length) - 1];
  return quartile ?? Math.max(family.expectedSeconds, 1.5 * Math.max(0, ...secondsOf('stopped')));
}
