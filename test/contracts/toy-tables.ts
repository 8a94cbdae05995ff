import type { Column, Table } from '../../src/data/dataset.js';
import type { DataProfile, TaskKind } from '../../src/domain/competition.js';
import { seededRandom } from '../../src/domain/seeded-random.js';

/** A small made-up problem whose target hangs on two numbers and a category. */
export interface Toy {
  readonly table: Table;
  readonly target: Float64Array; // [rows]
  readonly outputs: number;
  readonly profile: DataProfile;
}

/** Rows of different seeds come from the same distribution. */
export function toy(task: TaskKind, rows: number, seed: number): Toy {
  const random = seededRandom('toy', seed);
  const draw = (): Float64Array => Float64Array.from({ length: rows }, () => random.normal());
  const [first, second, noise] = [draw(), draw(), draw()];
  const gappy = first.map((x) => (random.next() < 0.2 ? NaN : x + random.normal()));
  const codes = Int32Array.from({ length: rows }, () => random.int(levels) - (random.next() < 0.05 ? 99 : 0));
  const table: Table = {
    rows,
    columns: [
      { kind: 'numeric', name: 'first', values: first },
      { kind: 'numeric', name: 'second', values: second.map((x) => 1000 + 50 * x) },
      { kind: 'numeric', name: 'gappy', values: gappy },
      { kind: 'categorical', name: 'kind', codes: codes.map((code) => Math.max(-1, code)), levels },
      { kind: 'numeric', name: 'noise', values: noise },
    ],
  };
  const scores = first.map(
    (x, row) => 1.5 * x - second[row]! + (effects[codes[row]!] ?? 0) + 0.3 * random.normal(),
  );
  return { table, target: scores.map(targets[task]), ...shape(task, rows, table.columns) };
}

/** The parts of a toy whose columns are these. */
export function withColumns(given: Toy, columns: readonly Column[]): Toy {
  const { rows } = given.table;
  return { ...given, table: { rows, columns }, ...shape(given.profile.task, rows, columns) };
}

/** Mean loss: log loss for classes, squared error for values. */
export function loss(given: Toy, prediction: Float64Array): number {
  const { target, outputs, profile } = given;
  const each = target.map((y, row) => {
    if (profile.task === 'regression') return (prediction[row]! - y) ** 2;
    const binary = y === 1 ? prediction[row]! : 1 - prediction[row]!;
    return -Math.log(Math.max(1e-15, outputs === 1 ? binary : prediction[row * outputs + y]!));
  });
  return each.reduce((sum, x) => sum + x, 0) / each.length;
}

/** What predicts best without looking at any column. */
export function baseline({ target, outputs, profile }: Toy): Float64Array {
  const mean = target.reduce((sum, y) => sum + y, 0) / target.length;
  if (profile.task !== 'multiclass') return target.map(() => mean);
  const shares = Array.from(
    { length: outputs },
    (_, k) => target.filter((y) => y === k).length / target.length,
  );
  return Float64Array.from({ length: target.length * outputs }, (_, i) => shares[i % outputs]!);
}

const levels = 4;
const effects = [1.5, 0, -1.5, 0.5];
const targets: Record<TaskKind, (score: number) => number> = {
  binary: (score) => Number(score > 0),
  multiclass: (score) => Number(score > -1) + Number(score > 1),
  regression: (score) => 500 + 20 * score,
};

function shape(
  task: TaskKind,
  rows: number,
  columns: readonly Column[],
): { outputs: number; profile: DataProfile } {
  const outputs = task === 'multiclass' ? 3 : 1;
  const categoricalColumns = columns.filter((column) => column.kind === 'categorical').length;
  const numericColumns = columns.length - categoricalColumns;
  return { outputs, profile: { task, rows, testRows: rows, numericColumns, categoricalColumns, outputs } };
}
