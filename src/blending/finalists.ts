import type { Direction } from '../domain/competition.js';
import { toLoss } from '../metrics/metric.js';

/** What is known of a finished trial without reading its predictions. */
export interface ScoredTrial {
  readonly number: number;
  readonly family: string;
  readonly score: number;
}

const keptPerFamily = 3;
/** Share of the best score by which a trial may be worse and still be worth blending. */
const reachOfBest = 0.1;

/**
 * Chooses the trials worth blending by score alone: the best three of each family, then the best of the rest,
 * until `limit` are chosen. A trial takes part when it is in the better half, or within a tenth of the best
 * score. Fewer candidates mean weights that overfit less (Caruana, Munson & Niculescu-Mizil 2006, pruning).
 * @returns numbers of the chosen trials, best first; ties go to the earlier trial.
 */
export function chooseFinalists(
  trials: readonly ScoredTrial[],
  direction: Direction,
  limit: number,
): readonly number[] {
  const ranked = trials
    .filter((trial) => Number.isFinite(trial.score))
    .map((trial) => ({ ...trial, loss: toLoss(direction, trial.score) }))
    .sort((a, b) => a.loss - b.loss || a.number - b.number);
  const best = ranked[0];
  if (best === undefined) return [];
  const middle = ranked[Math.floor((ranked.length - 1) / 2)]?.loss ?? best.loss;
  const worst = Math.max(middle, best.loss + reachOfBest * Math.abs(best.score));
  const inReach = ranked.filter((trial) => trial.loss <= worst);

  const placeInFamily = new Map<string, number>();
  const leaders = new Set<number>();
  for (const { family, number } of inReach) {
    const place = placeInFamily.get(family) ?? 0;
    placeInFamily.set(family, place + 1);
    if (place < keptPerFamily) leaders.add(number);
  }
  const others = inReach.filter(({ number }) => !leaders.has(number));
  const byPriority = [...inReach.filter(({ number }) => leaders.has(number)), ...others];
  const chosen = new Set(byPriority.slice(0, limit).map(({ number }) => number));
  return inReach.filter(({ number }) => chosen.has(number)).map(({ number }) => number);
}
