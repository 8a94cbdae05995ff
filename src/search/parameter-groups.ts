import { flatSpace, inOrderOf } from '../domain/flat-space.js';
import type { Condition, Parameters, ParameterValue, SearchSpace } from '../domain/search-space.js';
import { dimensionOf, type Dimension } from './dimension.js';

/** Parameters that always occur together: all without a condition, or all under the same one. */
export interface ParameterGroup {
  readonly when: Condition | undefined;
  readonly dimensions: readonly Dimension[];
}

/** Splits a space into its groups, in an order in which every condition can be decided. */
export function parameterGroups(space: SearchSpace): readonly ParameterGroup[] {
  const groups = new Map<string, { when: Condition | undefined; dimensions: Dimension[] }>();
  for (const [name, parameter] of Object.entries(flatSpace(space))) {
    const key = parameter.when === undefined ? '' : JSON.stringify(parameter.when);
    const group = groups.get(key) ?? { when: parameter.when, dimensions: [] };
    group.dimensions.push(dimensionOf(name, parameter));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/**
 * Builds a trial group by group; `choose` gives the coordinates [dimensions] of each group whose condition
 * holds. Names come in the order of the space.
 */
export function fillGroups(
  space: SearchSpace,
  groups: readonly ParameterGroup[],
  choose: (group: ParameterGroup) => Float64Array,
): Parameters {
  const values = new Map<string, ParameterValue>();
  for (const group of groups) {
    if (group.when !== undefined) {
      const parent = values.get(group.when.parameter);
      if (parent === undefined || !group.when.in.includes(parent)) continue;
    }
    const point = choose(group);
    for (const [d, dimension] of group.dimensions.entries()) {
      values.set(dimension.name, dimension.decode(point[d] as number));
    }
  }
  return inOrderOf(space, values);
}
