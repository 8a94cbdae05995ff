import { mean } from '../domain/mean.js';
import type { SearchSpace } from '../domain/search-space.js';
import { parameterGroups } from './parameter-groups.js';
import { randomForest, type Leaf } from './random-forest.js';
import type { Observation } from './sampler.js';

export interface ParameterImportance {
  readonly parameter: string;
  /** Share of the variance of the loss over the whole space that it explains alone, 0 to 1. */
  readonly share: number;
}

export interface Importance {
  /** Trials it was taken from. */
  readonly trials: number;
  /** The most important first. */
  readonly parameters: readonly ParameterImportance[];
  /** What no single parameter explains: they act together. */
  readonly together: number;
}

/** Fewer finished trials tell nothing. */
export const leastTrialsForImportance = 10;
const trees = 64;

/**
 * Functional ANOVA of the losses over a space: a random forest predicts the loss, and the variance of its prediction
 * under uniform parameters is split into what each one explains alone and what they explain together. A parameter whose
 * condition does not hold counts as being in the middle of its range. A pure function: one seed, one answer.
 *
 * Hutter, Hoos & Leyton-Brown 2014, "An efficient approach for assessing hyperparameter importance", ICML.
 *
 * @param history of this space; trials without a finite loss are left out
 * @returns null for fewer than ten losses, or when all are equal
 */
export function importanceOf(
  space: SearchSpace,
  history: readonly Observation[],
  seed: string | number,
): Importance | null {
  const dimensions = parameterGroups(space).flatMap((group) => group.dimensions);
  const known = history.filter(({ state, loss }) => state === 'finished' && Number.isFinite(loss));
  if (known.length < leastTrialsForImportance) return null;
  const points = Float64Array.from(
    known.flatMap(({ parameters }) =>
      dimensions.map((dimension) => {
        const coordinate = dimension.encode(parameters[dimension.name]);
        return Number.isNaN(coordinate) ? 0.5 : coordinate;
      }),
    ),
  );
  const losses = Float64Array.from(known, ({ loss }) => loss as number);
  const forest = randomForest(points, losses, dimensions.length, { trees, seed });
  const shares = forest.flatMap((leaves) => mainEffects(leaves, dimensions.length) ?? []);
  const count = shares.length / dimensions.length;
  if (count === 0) return null;
  const parameters = dimensions.map(({ name }, d) => ({
    parameter: name,
    share: shares.reduce((sum, share, i) => (i % dimensions.length === d ? sum + share : sum), 0) / count,
  }));
  const alone = parameters.reduce((sum, { share }) => sum + share, 0);
  return {
    trials: known.length,
    parameters: parameters.sort((a, b) => b.share - a.share || (a.parameter < b.parameter ? -1 : 1)),
    together: Math.max(1 - alone, 0),
  };
}

/**
 * Share of the variance of the scores that the choice of a family explains: between families over all (η²). Null for
 * fewer than two families with a score, or when all scores are equal.
 */
export function familyImportance(
  trials: readonly { readonly family: string; readonly loss: number }[],
): number | null {
  const families = new Map<string, number[]>();
  for (const { family, loss } of trials) families.set(family, [...(families.get(family) ?? []), loss]);
  const grand = mean(trials.map(({ loss }) => loss));
  const all = trials.reduce((sum, { loss }) => sum + (loss - grand) ** 2, 0);
  if (families.size < 2 || !(all > 0)) return null;
  const between = [...families.values()].reduce(
    (sum, losses) => sum + losses.length * (mean(losses) - grand) ** 2,
    0,
  );
  return between / all;
}

/** Each coordinate's share of a tree's variance under the uniform distribution [width]; null for a constant tree. */
function mainEffects(leaves: readonly Leaf[], width: number): readonly number[] | null {
  const sides = leaves.map(({ low, high }) => high.map((end, d) => end - (low[d] as number)));
  const volumes = sides.map((side) => side.reduce((product, length) => product * length, 1));
  const centre = leaves.reduce((sum, { value }, i) => sum + value * (volumes[i] as number), 0);
  const variance = leaves.reduce(
    (sum, { value }, i) => sum + (volumes[i] as number) * (value - centre) ** 2,
    0,
  );
  if (!(variance > 1e-18 * centre ** 2)) return null;
  return Array.from({ length: width }, (_, d) => {
    const edges = [...new Set(leaves.flatMap(({ low, high }) => [low[d] as number, high[d] as number]))];
    edges.sort((a, b) => a - b);
    const place = new Map(edges.map((edge, i) => [edge, i]));
    const marginal = new Float64Array(edges.length - 1).fill(-centre);
    for (const [i, { low, high, value }] of leaves.entries()) {
      const rest = (volumes[i] as number) / (sides[i]?.[d] as number);
      const to = place.get(high[d] as number) as number;
      for (let k = place.get(low[d] as number) as number; k < to; k++) {
        marginal[k] = (marginal[k] as number) + value * rest;
      }
    }
    const explained = marginal.reduce(
      (sum, value, k) => sum + value ** 2 * ((edges[k + 1] as number) - (edges[k] as number)),
      0,
    );
    return explained / variance;
  });
}
