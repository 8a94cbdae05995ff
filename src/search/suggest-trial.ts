import type { SamplerId } from '../domain/competition.js';
import type { UnfitFamily } from '../domain/budget-ledger.js';
import { genomesOf } from '../domain/genome.js';
import type { Race } from '../domain/race.js';
import { inSpace, type SearchSpace } from '../domain/search-space.js';
import { derivedSeed, seededRandom } from '../domain/seeded-random.js';
import type { Suggestion, TrialRecord } from '../domain/trial.js';
import { chooseFamily, type VisibleBlend } from './family-choice.js';
import { familyRecord, lossOf, parameterKey, type FamilyRecord } from './family-record.js';
import { findSampler } from './index.js';
import { portfolioOrder } from './portfolio-order.js';
import { raceFor } from './racing.js';
import { drawnAnew, maxDraws } from './redraw.js';
import type { Observation, Proposal } from './sampler.js';
import type { SearchPlan } from './search-plan.js';

export type { SearchFamily, SearchPlan } from './search-plan.js';

export interface SuggestTrialRequest {
  readonly plan: SearchPlan;
  /** Number of the new trial. */
  readonly number: number;
  /** All trials so far, running ones too, in any order. */
  readonly history: readonly TrialRecord[];
  /** Seed of the run. */
  readonly seed: number;
  /** Seconds until the last fold must be done. */
  readonly secondsLeft: number;
  /** The newest blend; has no influence where families are weighed as expected, because blends follow the clock. */
  readonly blend?: VisibleBlend | null;
}

/**
 * Decides the next trial: a pure function of its arguments. Families whose trials would not fit into
 * `secondsLeft` are left out, and the clock has no other influence; null when none fits. The families that
 * were left in stand in the suggestion, so that it derives again without a clock (replay-suggestions.ts).
 *
 * Start: the best trials of an earlier run (warm-start.ts), then portfolios, cheapest default first
 * (portfolio-order.ts). Later: a family by what it contributes for its time (family-choice.ts), then parameters
 * by the plan's sampler, or by evolution of an architecture, from that family's own trials.
 *
 * @throws InputError when the plan's sampler does not exist
 */
export function suggestTrial(request: SuggestTrialRequest): Suggestion | null {
  const { plan, number, seed, secondsLeft } = request;
  const history = [...request.history].sort((a, b) => a.number - b.number);
  const records = plan.families
    .map((family) => familyRecord(family, plan, history))
    .filter((record) => record.seconds <= secondsLeft);
  if (records.length === 0) return null;
  const blend = plan.weighBy === 'measured' ? (request.blend ?? null) : null;
  const raceOf = (family: string): Race | null =>
    plan.racing === true ? raceFor(family, history, plan.direction) : null;
  const common = {
    number,
    seed: derivedSeed(seed, 'trial', number),
    visible: history.filter((trial) => trial.state !== 'running').map((trial) => trial.number),
    candidates: records.map((record) => record.family.id),
    blendRound: blend?.round ?? null,
  };
  const start = nextWarmTrial(records, plan) ?? nextPortfolioItem(records);
  if (start !== null) return { ...common, ...start, race: raceOf(start.family) };
  const record = chooseFamily(records, seededRandom(seed, 'family', number), blend);
  const family = record.family.id;
  return { ...common, family, ...newParameters(record, plan, seed, number), race: raceOf(family) };
}

/** The families that a call with this request would leave out for want of time, and why. */
export function unfitFamilies({ plan, history, secondsLeft }: SuggestTrialRequest): readonly UnfitFamily[] {
  return plan.families
    .map((family) => familyRecord(family, plan, history))
    .filter((record) => record.seconds > secondsLeft)
    .map((record) => ({ family: record.family.id, needsSeconds: record.seconds, secondsLeft }));
}

type StartingTrial = Pick<Suggestion, 'family' | 'parameters' | 'sampler' | 'reason'>;

/** Parameters that the family's space no longer holds are left out. */
function nextWarmTrial(records: readonly FamilyRecord[], plan: SearchPlan): StartingTrial | null {
  const { run, trials } = plan.warmStart ?? { run: '', trials: [] };
  for (const { family, parameters } of trials) {
    const record = records.find((each) => each.family.id === family && !each.failing);
    if (record === undefined || !inSpace(record.family.space, parameters)) continue;
    if (triedKeys(record).has(parameterKey(parameters))) continue;
    return { family, parameters, sampler: 'warm-start', reason: `warm start from ${run}` };
  }
  return null;
}

function nextPortfolioItem(records: readonly FamilyRecord[]): StartingTrial | null {
  const open = records.filter((record) => !record.failing);
  const tried = new Map(open.map((record) => [record.family.id, triedKeys(record)]));
  const next = portfolioOrder(open.map((record) => record.family)).find(
    ({ family, parameters }) => !tried.get(family.id)?.has(parameterKey(parameters)),
  );
  if (next === undefined) return null;
  const { family, item, parameters } = next;
  const reason = `portfolio item ${item + 1} of ${family.id}`;
  return { family: family.id, parameters, sampler: 'portfolio', reason };
}

type SampledParameters = Pick<Suggestion, 'parameters' | 'sampler' | 'reason'>;

/**
 * The sampler's proposal, drawn again while it repeats a trial; the second half of the draws is uniform. First draws
 * share one seed over the run, as sequences of a sampler ask for.
 */
function newParameters(
  record: FamilyRecord,
  plan: SearchPlan,
  seed: number,
  number: number,
): SampledParameters {
  const { id, space } = record.family;
  const observations = record.trials.flatMap((trial) => observation(trial, plan));
  const tried = triedKeys(record);
  const propose = (draw: number): SampledParameters => {
    const sampler = findSampler(draw < maxDraws / 2 ? samplerFor(space, plan) : 'random');
    const drawSeed = draw === 0 ? `${seed}/${id}` : `${seed}/${number}/${draw}`;
    const [proposal] = sampler.suggest(space, observations, 1, drawSeed);
    return { ...(proposal as Proposal), sampler: sampler.id };
  };
  return drawnAnew(propose, ({ parameters }) => tried.has(parameterKey(parameters)));
}

/** TPE knows an architecture as many separate places only, so it leaves spaces that have one to evolution. */
function samplerFor(space: SearchSpace, { sampler }: SearchPlan): SamplerId {
  return sampler === 'tpe' && genomesOf(space).length > 0 ? 'evolution' : sampler;
}

function triedKeys(record: FamilyRecord): ReadonlySet<string> {
  return new Set(record.trials.map((trial) => parameterKey(trial.parameters)));
}

/**
 * Stopped trials say nothing about their parameters and are left out. Raced-out ones are bad, but how bad is not known:
 * they have no loss that could be ranked with others.
 */
function observation(trial: TrialRecord, plan: SearchPlan): Observation[] {
  const { number, parameters, state } = trial;
  if (state === 'stopped') return [];
  const loss = lossOf(trial, plan.direction);
  return [{ number, parameters, state: state === 'raced' ? 'failed' : state, loss }];
}
