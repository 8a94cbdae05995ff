import { numberOf } from './missing-values.js';

/** The distinct texts in the order of their classes: by number where all are numbers, else by code points. */
export function sortedClasses(texts: Iterable<string>): readonly string[] {
  const distinct = [...new Set(texts)];
  const numeric = distinct.every((text) => !Number.isNaN(numberOf(text)));
  return numeric
    ? distinct.sort((a, b) => Number(a) - Number(b))
    : distinct.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * How labels are written in the submission: as the sample spells them. Training files write 0 as "0.0" where
 * pandas met a gap; the sample decides between "0" and "0.0".
 */
export function spelledAsSample(
  classes: readonly string[],
  sample: readonly (string | null)[],
): readonly string[] {
  const values = [...new Set(sample.filter((text) => text !== null))];
  if (classes.some((text) => Number.isNaN(numberOf(text))) || values.length === 0) return classes;
  const whole = classes.every((text) => Number.isInteger(Number(text)));
  if (!whole || values.every((text) => classes.includes(text))) return classes;
  if (values.every((text) => /^-?\d+\.0$/.test(text))) return classes.map((text) => Number(text).toFixed(1));
  if (values.every((text) => /^-?\d+$/.test(text))) return classes.map((text) => String(Number(text)));
  return classes;
}

/**
 * Class index of each column of a sample with one column a class. A column is named like its class, or like
 * `<text><class><text>` with the same surrounding text for all ("soil_1", "soil_2"). Undefined when they do not
 * match one to one.
 */
export function matchClassColumns(
  columns: readonly string[],
  classes: readonly string[],
): readonly number[] | undefined {
  if (columns.length !== classes.length) return undefined;
  const plain = classes.map((text) => (Number.isNaN(numberOf(text)) ? text : String(Number(text))));
  return matchAs(columns, classes) ?? matchAs(columns, plain);
}

function matchAs(columns: readonly string[], classes: readonly string[]): readonly number[] | undefined {
  const lower = columns.map((column) => column.toLowerCase());
  const names = classes.map((text) => text.trim().toLowerCase());
  const first = lower[0] ?? '';
  for (const name of names) {
    const at = first.lastIndexOf(name);
    if (at < 0) continue;
    const before = first.slice(0, at);
    const after = first.slice(at + name.length);
    const index = lower.map((column) => names.findIndex((text) => before + text + after === column));
    if (!index.includes(-1) && new Set(index).size === columns.length) return index;
  }
  return undefined;
}
