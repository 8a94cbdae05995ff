import type {
  CategoricalParameter,
  FloatParameter,
  IntParameter,
  FlatParameter,
  ParameterValue,
} from '../domain/search-space.js';

/**
 * One parameter as a coordinate in [0, 1]: linear or logarithmic for numbers, the cell of a choice for
 * categories. Values on a grid own a cell of the interval and sit near its middle.
 */
export interface Dimension {
  readonly name: string;
  /** 'continuous'; 'grid': whole or stepped numbers and ordered categories; 'choice': unordered categories. */
  readonly kind: 'continuous' | 'grid' | 'choice';
  /** Number of values; Infinity when continuous. */
  readonly size: number;
  /** Coordinate of a value; NaN for what is not a value of the parameter. */
  encode(value: ParameterValue | undefined): number;
  /** The value whose cell holds the coordinate; always in bounds and on the step. */
  decode(coordinate: number): ParameterValue;
  /** Coordinate of the value whose cell holds the coordinate: encode(decode(coordinate)). */
  nearest(coordinate: number): number;
  /** Lower end of the cell of `value`'s coordinate; the coordinate itself when continuous. */
  cellStart(coordinate: number): number;
  /** Upper end of that cell. */
  cellEnd(coordinate: number): number;
}

/** The parameter's coordinate, whatever its kind. */
export function dimensionOf(name: string, parameter: FlatParameter): Dimension {
  if (parameter.kind === 'categorical') return categoryDimension(name, parameter);
  const step = parameter.step ?? (parameter.kind === 'int' ? 1 : 0);
  return step > 0 ? gridDimension(name, parameter, step) : continuousDimension(name, parameter);
}

function continuousDimension(name: string, parameter: FloatParameter | IntParameter): Dimension {
  const { low, high, log = false } = parameter;
  const start = log ? Math.log(low) : low;
  const range = (log ? Math.log(high) : high) - start;
  return {
    name,
    kind: 'continuous',
    size: high > low ? Infinity : 1,
    encode: (value) => {
      if (typeof value !== 'number' || !(value >= low && value <= high)) return NaN;
      return range > 0 ? clamp(((log ? Math.log(value) : value) - start) / range, 0, 1) : 0.5;
    },
    decode: (coordinate) => {
      const at = start + coordinate * range;
      return clamp(log ? Math.exp(at) : at, low, high);
    },
    nearest: (coordinate) => coordinate,
    cellStart: (coordinate) => coordinate,
    cellEnd: (coordinate) => coordinate,
  };
}

function gridDimension(name: string, parameter: FloatParameter | IntParameter, step: number): Dimension {
  const { low, high, log = false } = parameter;
  const size = Math.floor((high - low) / step + 1e-9) + 1;
  const scale = (x: number): number => (log ? Math.log(x) : x);
  const start = scale(log ? Math.max(low - step / 2, low / 2) : low - step / 2);
  const range = scale(low + (size - 0.5) * step) - start;
  const valueAt = (index: number): number => clamp(Number((low + index * step).toPrecision(12)), low, high);
  const unit = (x: number): number => (scale(x) - start) / range;
  const indexAt = (coordinate: number): number => {
    const at = start + coordinate * range;
    return clamp(Math.round(((log ? Math.exp(at) : at) - low) / step), 0, size - 1);
  };
  return {
    name,
    kind: 'grid',
    size,
    encode: (value) => {
      if (typeof value !== 'number') return NaN;
      const index = Math.round((value - low) / step);
      const onGrid = index >= 0 && index < size && Math.abs(low + index * step - value) <= 1e-6 * step;
      return onGrid ? unit(low + index * step) : NaN;
    },
    decode: (coordinate) => valueAt(indexAt(coordinate)),
    nearest: (coordinate) => unit(low + indexAt(coordinate) * step),
    cellStart: (coordinate) => {
      const index = indexAt(coordinate);
      return index === 0 ? 0 : unit(low + (index - 0.5) * step);
    },
    cellEnd: (coordinate) => {
      const index = indexAt(coordinate);
      return index === size - 1 ? 1 : unit(low + (index + 0.5) * step);
    },
  };
}

function categoryDimension(name: string, parameter: CategoricalParameter): Dimension {
  const { choices, ordered = false } = parameter;
  const size = choices.length;
  const indexAt = (coordinate: number): number => clamp(Math.floor(coordinate * size), 0, size - 1);
  return {
    name,
    kind: ordered ? 'grid' : 'choice',
    size,
    encode: (value) => {
      const index = value === undefined ? -1 : choices.indexOf(value);
      return index < 0 ? NaN : (index + 0.5) / size;
    },
    decode: (coordinate) => choices[indexAt(coordinate)] as ParameterValue,
    nearest: (coordinate) => (indexAt(coordinate) + 0.5) / size,
    cellStart: (coordinate) => indexAt(coordinate) / size,
    cellEnd: (coordinate) => (indexAt(coordinate) + 1) / size,
  };
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}
