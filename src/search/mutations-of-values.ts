import {
  isActive,
  valueProblem,
  type FlatParameter,
  type FlatSpace,
  type Parameters,
  type ParameterValue,
} from '../domain/search-space.js';
import type { Random } from '../domain/seeded-random.js';
import { dimensionOf, type Dimension } from './dimension.js';

/** Standard deviation of a number's step, as a share of its range (of the logarithm's where that is uniform). */
const stepDeviation = 0.15;

export interface ValueChange {
  readonly value: ParameterValue;
  /** 'units 64 → 128'. */
  readonly change: string;
}

/** True when the parameter has more than one value. */
export function changeable(name: string, parameter: FlatParameter): boolean {
  return dimensionOf(name, parameter).size > 1;
}

/**
 * Another value of the parameter `name`: a number or an ordered category a Gaussian step away and at least at the
 * next value, any other choice for a category.
 */
export function changed(name: string, space: FlatSpace, values: Parameters, random: Random): ValueChange {
  const parameter = space[name];
  if (parameter === undefined) throw new Error(`${name} is no parameter of the space`);
  const dimension = dimensionOf(name, parameter);
  const before = values[name] as ParameterValue;
  const at = dimension.encode(before);
  const value = dimension.decode(
    dimension.kind === 'choice' ? otherCell(dimension, at, random) : stepped(dimension, at, random),
  );
  return { value, change: `${name} ${shortly(before)} → ${shortly(value)}` };
}

/**
 * The values as a point of the space: what is valid and exists stays, what is missing or out of bounds is drawn
 * uniformly, the rest is left out. Names come in the order of the space.
 */
export function refilled(space: FlatSpace, values: Parameters, random: Random): Parameters {
  const result: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(space)) {
    if (!isActive(parameter, result)) continue;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const isKept = value !== undefined && valueProblem(parameter, value) === null;
    result[name] = isKept ? value : dimensionOf(name, parameter).decode(random.next());
  }
  return result;
}

function otherCell({ size }: Dimension, at: number, random: Random): number {
  const index = Math.floor(at * size);
  return ((index + 1 + random.int(size - 1)) % size) / size + 0.5 / size;
}

/** A coordinate in [0, 1], thrown back at the ends, outside the cell of `at`. */
function stepped(dimension: Dimension, at: number, random: Random): number {
  const step = stepDeviation * random.normal();
  const reflected = Math.abs(at + step) % 2;
  const to = reflected > 1 ? 2 - reflected : reflected;
  const [start, end] = [dimension.cellStart(at), dimension.cellEnd(at)];
  if (dimension.kind === 'continuous' || to < start || to >= end) return to;
  const isUp = end < 1 && (step >= 0 || start <= 0);
  const justInside = 1e-6 / dimension.size;
  return isUp ? end + justInside : start - justInside;
}

function shortly(value: ParameterValue): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}
