import type { Column } from './dataset.js';

/** One column of the dataset, in training and test rows. */
export interface Feature {
  readonly name: string;
  readonly train: Column;
  readonly test: Column;
  /** True when it was made from another column (parts of a date, length of a text). */
  readonly derived: boolean;
}

/** A column of the files that models do not see. */
export interface DroppedColumn {
  readonly name: string;
  /** Completes "left out: …". */
  readonly reason: string;
}

/** Splits values of training rows followed by test rows. */
export function numericFeature(
  name: string,
  values: { readonly train: Float64Array; readonly test: Float64Array },
  derived = false,
): Feature {
  return {
    name,
    derived,
    train: { kind: 'numeric', name, values: values.train },
    test: { kind: 'numeric', name, values: values.test },
  };
}

/** Codes by the sorted dictionary of both parts; -1 where missing. */
export function categoricalFeature(
  name: string,
  texts: { readonly train: readonly (string | null)[]; readonly test: readonly (string | null)[] },
): Feature {
  const levels = new Set<string>();
  for (const text of [...texts.train, ...texts.test]) if (text !== null) levels.add(text);
  const code = new Map([...levels].sort().map((text, at) => [text, at]));
  const column = (part: readonly (string | null)[]): Column => ({
    kind: 'categorical',
    name,
    levels: levels.size,
    codes: Int32Array.from(part, (text) => (text === null ? -1 : (code.get(text) ?? -1))),
  });
  return { name, derived: false, train: column(texts.train), test: column(texts.test) };
}
