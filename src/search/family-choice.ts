import type { EnsembleMember } from '../domain/ensemble.js';
import type { Random } from '../domain/seeded-random.js';
import type { FamilyRecord } from './family-record.js';

/** The chosen blend of the newest round whose weights are known. */
export interface VisibleBlend {
  readonly round: number;
  readonly members: readonly EnsembleMember[];
}

/** Share of the time that is spread evenly over the families, because a blend lives on unlike models. */
const floorShare = 0.15;
/** What a trial costs beside its training, seconds. */
const overheadSeconds = 2;
/** Trials over which a family's improvements are counted. */
const recentTrials = 10;

/**
 * Share of the trials that each family should get, summing to 1 [records].
 *
 * A family's share of the *time* grows with its merit and with its chance of an improvement; trials follow by the
 * seconds they take. Merit is its standing, counted in ranks, so that the metric's scale does not matter; once a blend
 * is visible, half of it is the weight of its members there. A family whose last three trials failed gets next to
 * nothing.
 */
export function familyShares(
  records: readonly FamilyRecord[],
  blend: VisibleBlend | null = null,
): readonly number[] {
  const weights = blend === null ? null : blendShares(records, blend);
  const healthy = records.filter((record) => !record.failing).length;
  const values = records.map((record, i) => {
    if (record.failing) return 0;
    const alone = standing(record, records) ** 2;
    const merit = weights === null ? alone : (alone + (weights[i] as number)) / 2;
    return (0.1 + 0.9 * merit) * improvementChance(record);
  });
  const total = values.reduce((sum, value) => sum + value, 0);
  const rates = records.map((record, i) => {
    const even = record.failing ? 0.01 : floorShare / healthy;
    const timeShare = total > 0 ? ((1 - floorShare) * (values[i] as number)) / total + even : even;
    return timeShare / (overheadSeconds + record.weighedSeconds);
  });
  const sum = rates.reduce((a, b) => a + b, 0);
  return rates.map((rate) => rate / sum);
}

/** Draws a family by its share. */
export function chooseFamily(
  records: readonly FamilyRecord[],
  random: Random,
  blend: VisibleBlend | null = null,
): FamilyRecord {
  const shares = familyShares(records, blend);
  let rest = random.next();
  for (const [i, record] of records.entries()) {
    rest -= shares[i] as number;
    if (rest < 0) return record;
  }
  return records.at(-1) as FamilyRecord;
}

/** Share of the other families' trials that the best of this one beats or equals; 1 while nothing is known. */
function standing(record: FamilyRecord, records: readonly FamilyRecord[]): number {
  const others = records.filter((other) => other !== record).flatMap((other) => other.losses);
  if (record.losses.length === 0 || others.length === 0) return 1;
  const best = Math.min(...record.losses);
  return others.filter((loss) => best <= loss).length / others.length;
}

/** Each family's part of the weights of a blend, as far as its trials are known [records]. */
function blendShares(records: readonly FamilyRecord[], { members }: VisibleBlend): readonly number[] {
  const weightOf = new Map(members.map(({ trial, weight }) => [trial, Math.abs(weight)]));
  const weights = records.map(({ trials }) =>
    trials.reduce((sum, { number }) => sum + (weightOf.get(number) ?? 0), 0),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

/** Laplace's estimate that the next trial sets a new best of the family, from its recent ones. */
function improvementChance(record: FamilyRecord): number {
  let best = Infinity;
  const improved = record.attempts.map((loss) => {
    const better = loss < best;
    best = Math.min(best, loss);
    return better ? 1 : 0;
  });
  const recent = improved.slice(-recentTrials);
  return (1 + recent.reduce((sum: number, one) => sum + one, 0)) / (2 + recent.length);
}
