import type { CategoricalColumn, Column, NumericColumn } from '../../src/data/dataset.js';
import { withColumns, type Toy } from './toy-tables.js';

/** Changes to training rows and to the rows to be predicted that real files contain. */
export const awkwardTables: readonly {
  readonly what: string;
  readonly train: (given: Toy) => Toy;
  readonly predict: (given: Toy) => Toy;
}[] = [
  { what: 'values missing only where it predicts', train: same, predict: every(missing) },
  { what: 'a column without values', train: named('second', missing), predict: same },
  { what: 'only missing values', train: every(missing), predict: same },
  { what: 'categories it has not seen', train: every(oddLevels), predict: same },
  { what: 'a category of its own for every row', train: every(ownLevel), predict: every(ownLevel) },
  { what: 'constant columns', train: every(constant), predict: same },
  { what: 'one numeric column', train: only('first'), predict: only('first') },
  { what: 'one categorical column', train: only('kind'), predict: only('kind') },
  { what: 'numbers beyond all others', train: same, predict: every(huge) },
  { what: 'numbers of any size', train: every(huge), predict: every(huge) },
];

function same(given: Toy): Toy {
  return given;
}

function every(change: (column: Column) => Column): (given: Toy) => Toy {
  return (given) => withColumns(given, given.table.columns.map(change));
}

function named(name: string, change: (column: Column) => Column): (given: Toy) => Toy {
  return every((column) => (column.name === name ? change(column) : column));
}

function only(name: string): (given: Toy) => Toy {
  return (given) =>
    withColumns(
      given,
      given.table.columns.filter((column) => column.name === name),
    );
}

function missing(column: Column): Column {
  return changed(
    column,
    () => NaN,
    () => -1,
  );
}

function constant(column: Column): Column {
  return changed(
    column,
    () => 7.25,
    () => 1,
  );
}

function oddLevels(column: Column): Column {
  return changed(
    column,
    (value) => value,
    (code) => code | 1,
  );
}

function huge(column: Column): Column {
  return changed(
    column,
    (value, row) => value * [1e300, 1, -1e-300, Infinity, 1e-8][row % 5]!,
    (code) => code,
  );
}

function ownLevel(column: Column): Column {
  if (column.kind === 'numeric') return column;
  return { ...column, codes: Int32Array.from(column.codes.keys()), levels: 1000 };
}

function changed(
  column: Column,
  value: (value: number, row: number) => number,
  code: (code: number) => number,
): NumericColumn | CategoricalColumn {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.map(value) }
    : { ...column, codes: column.codes.map(code) };
}
