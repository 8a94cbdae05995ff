import type { SearchSpace } from '../domain/search-space.js';
import { seededRandom, type Random } from '../domain/seeded-random.js';
import { goodAndOther, improvementWeights, recencyWeights, type SplitRule } from './good-and-other.js';
import { defaultWidthRule } from './kernel-widths.js';
import { encodedPoints, groupTrials, type GroupTrials } from './observed-points.js';
import { fillGroups, parameterGroups, type ParameterGroup } from './parameter-groups.js';
import { parzenEstimator, type ParzenEstimator } from './parzen-estimator.js';
import { proposeEach } from './propose-each.js';
import { quasiRandomPoint } from './quasi-random.js';
import { uniformProposal } from './random-search.js';
import { maxDraws } from './redraw.js';
import type { Observation, Proposal, Sampler } from './sampler.js';

/** Results of a group before its densities are used. */
const startupTrials = 10;
/** Draws from the good density, of which the one with the greatest good : other ratio is proposed. */
const candidates = 24;
/** docs/decisions/0009-tpe.md */
const splitRule: SplitRule = { goodShare: 0.05, mostGood: 25, mostOther: 96 };

/**
 * Tree-structured Parzen estimator: Bergstra et al. 2011, "Algorithms for hyper-parameter optimization";
 * multivariate within each group of parameters that occur together. A group is split into good and other by
 * its own trials, so the branches of a condition are judged each for itself. Running trials count as others.
 */
export const tpe: Sampler = {
  id: 'tpe',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    return proposeEach(history, count, (known, draw) =>
      draw < maxDraws / 2
        ? propose(space, groups, known, seed, draw)
        : {
            ...uniformProposal(space, groups, known, seed, draw),
            reason: 'tpe: uniform draw, not to repeat',
          },
    );
  },
};

function propose(
  space: SearchSpace,
  groups: readonly ParameterGroup[],
  history: readonly Observation[],
  seed: string | number,
  draw: number,
): Proposal {
  const random = seededRandom(seed, 'tpe', history.length, draw);
  let counts: string | undefined;
  let start: string | undefined;
  let logRatio = 0;
  const parameters = fillGroups(space, groups, (group) => {
    const observed = groupTrials(group, history);
    const known = observed.trials.length;
    if (observed.settled < startupTrials) {
      start ??= `tpe: quasi-random start ${known + 1}, ${observed.settled} of ${startupTrials} results`;
      return quasiRandomPoint(group, seed, known + draw);
    }
    const { good, other } = goodAndOther(observed.losses, splitRule);
    counts ??= `tpe: ${good.length} good, ${known - good.length} other, best of ${candidates}`;
    const best = bestCandidate(
      density(group, observed, good, improvementWeights(observed.losses, good)),
      density(group, observed, other, recencyWeights(other.length)),
      group.dimensions.length,
      random,
    );
    logRatio += best.logRatio;
    return best.point;
  });
  if (counts !== undefined) return { parameters, reason: `${counts}, log ratio ${logRatio.toFixed(2)}` };
  return { parameters, reason: start ?? 'tpe: nothing to choose' };
}

function density(
  group: ParameterGroup,
  { trials }: GroupTrials,
  rows: Int32Array,
  weights: Float64Array, // [rows]
): ParzenEstimator {
  const { points, kept } = encodedPoints(
    group,
    Array.from(rows, (row) => trials[row] as Observation),
  );
  const own = Float64Array.from(kept, (place) => weights[place] as number);
  return parzenEstimator(group.dimensions, points, own, defaultWidthRule);
}

interface Candidate {
  readonly point: Float64Array; // [width]
  readonly logRatio: number;
}

/** The candidate with the greatest ratio. */
function bestCandidate(
  good: ParzenEstimator,
  other: ParzenEstimator,
  width: number,
  random: Random,
): Candidate {
  const points = new Float64Array(candidates * width);
  for (let c = 0; c < candidates; c++) points.set(good.sample(random), c * width);
  const goodLog = good.logDensity(points, candidates);
  const otherLog = other.logDensity(points, candidates);
  const ratio = goodLog.map((value, c) => value - (otherLog[c] as number));
  let best = 0;
  for (let c = 1; c < candidates; c++) if ((ratio[c] as number) > (ratio[best] as number)) best = c;
  return { point: points.slice(best * width, (best + 1) * width), logRatio: ratio[best] as number };
}
