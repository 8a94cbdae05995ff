import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFolderAtomically } from './atomic-write.js';
import { readFloats, readInts, writeArrays } from './column-files.js';
import type { Column, Dataset, SubmissionForm, Table } from './dataset.js';

/** dataset.json: all of a Dataset but its arrays. */
interface DatasetHead {
  readonly version: 1;
  readonly task: Dataset['task'];
  readonly classes: readonly string[];
  readonly folds: number;
  readonly profile: Dataset['profile'];
  readonly trainRows: number;
  readonly testRows: number;
  readonly columns: readonly ColumnHead[];
}

type ColumnHead =
  | { readonly kind: 'numeric'; readonly name: string }
  | { readonly kind: 'categorical'; readonly name: string; readonly levels: number };

/** submission.json: a SubmissionForm with plain arrays. */
type FormFile = Omit<SubmissionForm, 'testRow'> & { readonly testRow: readonly number[] };

/**
 * Writes dataset and submission form as a folder: dataset.json, submission.json, target.f64, fold.i32 and, for
 * train and test, numeric.f64 and categorical.i32 with one column after the other. An earlier folder is replaced.
 */
export async function writeDataset(folder: string, dataset: Dataset, form: SubmissionForm): Promise<void> {
  const head: DatasetHead = {
    version: 1,
    task: dataset.task,
    classes: dataset.classes,
    folds: dataset.folds,
    profile: dataset.profile,
    trainRows: dataset.train.rows,
    testRows: dataset.test.rows,
    columns: dataset.train.columns.map((column) =>
      column.kind === 'numeric'
        ? { kind: column.kind, name: column.name }
        : { kind: column.kind, name: column.name, levels: column.levels },
    ),
  };
  const formFile: FormFile = { ...form, testRow: [...form.testRow] };
  await writeFolderAtomically(folder, async (draft) => {
    await writeFile(join(draft, 'dataset.json'), JSON.stringify(head));
    await writeFile(join(draft, 'submission.json'), JSON.stringify(formFile));
    await writeArrays(join(draft, 'target.f64'), [dataset.target]);
    await writeArrays(join(draft, 'fold.i32'), [dataset.fold]);
    await writeTable(draft, 'train', dataset.train);
    await writeTable(draft, 'test', dataset.test);
  });
}

/** Reads a dataset folder. @throws Error when a file is missing or torn */
export async function readDataset(folder: string): Promise<Dataset> {
  const head = JSON.parse(await readFile(join(folder, 'dataset.json'), 'utf8')) as DatasetHead;
  const [train, test, target, fold] = await Promise.all([
    readTable(folder, 'train', head.trainRows, head.columns),
    readTable(folder, 'test', head.testRows, head.columns),
    readFloats(join(folder, 'target.f64'), head.trainRows),
    readInts(join(folder, 'fold.i32'), head.trainRows),
  ]);
  const { task, classes, folds, profile } = head;
  return { task, classes, train, test, target, fold, folds, profile };
}

/** Reads the form of the submission from a dataset folder. @throws Error when the file is missing or torn */
export async function readSubmissionForm(folder: string): Promise<SubmissionForm> {
  const file = JSON.parse(await readFile(join(folder, 'submission.json'), 'utf8')) as FormFile;
  return { ...file, testRow: Int32Array.from(file.testRow) };
}

async function writeTable(folder: string, part: string, table: Table): Promise<void> {
  const numeric = table.columns.flatMap((column) => (column.kind === 'numeric' ? [column.values] : []));
  const codes = table.columns.flatMap((column) => (column.kind === 'categorical' ? [column.codes] : []));
  await writeArrays(join(folder, `${part}.numeric.f64`), numeric);
  await writeArrays(join(folder, `${part}.categorical.i32`), codes);
}

async function readTable(
  folder: string,
  part: string,
  rows: number,
  heads: readonly ColumnHead[],
): Promise<Table> {
  const numericCount = heads.filter(({ kind }) => kind === 'numeric').length;
  const numeric = await readFloats(join(folder, `${part}.numeric.f64`), numericCount * rows);
  const codes = await readInts(join(folder, `${part}.categorical.i32`), (heads.length - numericCount) * rows);
  let [nextNumeric, nextCodes] = [0, 0];
  const columns = heads.map((head): Column => {
    if (head.kind === 'numeric') {
      return { ...head, values: numeric.subarray(nextNumeric, (nextNumeric += rows)) };
    }
    return { ...head, codes: codes.subarray(nextCodes, (nextCodes += rows)) };
  });
  return { rows, columns };
}
