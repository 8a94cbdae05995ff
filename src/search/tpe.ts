import type { SearchSpace } from '../domain/search-space.js';
import { seededRandom, type Random } from '../domain/seeded-random.js';
import { goodAndOther, recencyWeights } from './good-and-other.js';
import { defaultWidthRule } from './kernel-widths.js';
import { observedPoints, type ObservedPoints } from './observed-points.js';
import { fillGroups, parameterGroups, type ParameterGroup } from './parameter-groups.js';
import { parzenEstimator, type ParzenEstimator } from './parzen-estimator.js';
import { uniformPoint } from './random-search.js';
import type { Observation, Proposal, Sampler } from './sampler.js';

/** Trials of a group that are drawn uniformly before its densities are used. */
const startupTrials = 10;
/** Draws from the good density, of which the one with the greatest good : other ratio is proposed. */
const candidates = 24;

/**
 * Tree-structured Parzen estimator: Bergstra et al. 2011, "Algorithms for hyper-parameter optimization";
 * multivariate within each group of parameters that occur together. A group is split into good and other by
 * its own trials, so the branches of a condition are judged each for itself. Running trials count as others.
 */
export const tpe: Sampler = {
  id: 'tpe',
  suggest(space, history, count, seed) {
    const groups = parameterGroups(space);
    const known = [...history].sort((a, b) => a.number - b.number);
    const proposals: Proposal[] = [];
    for (let k = 0; k < count; k++) {
      const proposal = propose(space, groups, known, seededRandom(seed, 'tpe', known.length));
      proposals.push(proposal);
      const number = (known.at(-1)?.number ?? -1) + 1;
      known.push({ number, parameters: proposal.parameters, state: 'running', loss: null });
    }
    return proposals;
  },
};

function propose(
  space: SearchSpace,
  groups: readonly ParameterGroup[],
  history: readonly Observation[],
  random: Random,
): Proposal {
  let reason: string | undefined;
  const parameters = fillGroups(space, groups, (group) => {
    const observed = observedPoints(group, history);
    if (observed.settled < startupTrials) {
      reason ??= `tpe: start-up draw, ${observed.settled} of ${startupTrials} results`;
      return uniformPoint(group.dimensions.length, random);
    }
    const { good, other } = goodAndOther(observed.losses);
    reason ??= `tpe: ${good.length} good, ${other.length} other, best of ${candidates} candidates`;
    return bestCandidate(
      density(group, observed, good),
      density(group, observed, other),
      group.dimensions.length,
      random,
    );
  });
  return { parameters, reason: reason ?? 'tpe: nothing to choose' };
}

function density(group: ParameterGroup, observed: ObservedPoints, rows: Int32Array): ParzenEstimator {
  const width = group.dimensions.length;
  const points = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * width;
    for (let d = 0; d < width; d++) points[i * width + d] = observed.points[from + d] as number;
  }
  return parzenEstimator(group.dimensions, points, recencyWeights(rows.length), defaultWidthRule);
}

/** Coordinates of the candidate with the greatest ratio [width]. */
function bestCandidate(
  good: ParzenEstimator,
  other: ParzenEstimator,
  width: number,
  random: Random,
): Float64Array {
  const points = new Float64Array(candidates * width);
  for (let c = 0; c < candidates; c++) points.set(good.sample(random), c * width);
  const goodLog = good.logDensity(points, candidates);
  const otherLog = other.logDensity(points, candidates);
  const ratio = goodLog.map((value, c) => value - (otherLog[c] as number));
  let best = 0;
  for (let c = 1; c < candidates; c++) if ((ratio[c] as number) > (ratio[best] as number)) best = c;
  return points.slice(best * width, (best + 1) * width);
}
