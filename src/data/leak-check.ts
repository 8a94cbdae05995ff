import type { TaskKind } from '../domain/competition.js';
import { mean } from '../domain/mean.js';
import type { Column } from './dataset.js';

/** Share of the target's variation above which a single column is suspected to give it away. */
const suspicion = 0.999;

/**
 * True when one column alone predicts the target nearly perfectly: a correlation above 0.999, or values that
 * each stand for one target (at least 20 rows a value on average).
 */
export function givesTargetAway(column: Column, target: Float64Array, task: TaskKind): boolean {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  if (task !== 'multiclass' && column.kind === 'numeric') {
    if (Math.abs(correlation(column.values, target)) > suspicion) return true;
  }
  return explainedByGroups(values, target, task) > suspicion;
}

/** Pearson's correlation over rows where both are present; 0 where fewer than 90 % are, or one is constant. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let n = 0;
  let [sumA, sumB] = [0, 0];
  for (let row = 0; row < a.length; row++) {
    if (Number.isNaN(a[row]) || Number.isNaN(b[row])) continue;
    n++;
    sumA += a[row] ?? 0;
    sumB += b[row] ?? 0;
  }
  if (n < 0.9 * a.length || n < 3) return 0;
  const [meanA, meanB] = [sumA / n, sumB / n];
  let [aa, bb, ab] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const x = (a[row] ?? NaN) - meanA;
    const y = (b[row] ?? NaN) - meanB;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/** Names of two columns that add up to the target in 99.9 % of rows, if there are such. */
export function pairThatAddsUp(
  columns: readonly { readonly name: string; readonly values: Float64Array }[],
  target: Float64Array,
): readonly [string, string] | undefined {
  for (const [at, a] of columns.entries()) {
    for (const b of columns.slice(at + 1)) {
      const misses = target.reduce((count, value, row) => {
        const sum = (a.values[row] ?? NaN) + (b.values[row] ?? NaN);
        return Math.abs(sum - value) <= 1e-9 * Math.abs(value) ? count : count + 1;
      }, 0);
      if (misses <= 0.001 * target.length) return [a.name, b.name];
    }
  }
  return undefined;
}

/** Share of the target that its group explains: eta² of values, or errors saved over the largest class. */
function explainedByGroups(groups: ArrayLike<number>, target: Float64Array, task: TaskKind): number {
  const members = new Map<number, number[]>();
  for (let row = 0; row < target.length; row++) {
    const group = groups[row] ?? NaN;
    const rows = members.get(group);
    if (rows) rows.push(target[row] ?? 0);
    else if (members.size * 20 >= target.length) return 0;
    else members.set(group, [target[row] ?? 0]);
  }
  const whole = disorder([...target], task);
  const rest = [...members.values()].reduce((sum, values) => sum + disorder(values, task), 0);
  return whole === 0 ? 0 : 1 - rest / whole;
}

/** Squared deviations from the mean, or rows outside the largest class. */
function disorder(values: readonly number[], task: TaskKind): number {
  if (task === 'regression') {
    const centre = mean(values);
    return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  }
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return values.length - Math.max(...counts.values());
}
