import type { Dataset, SubmissionForm } from './dataset.js';

/** Predictions of the test rows, as FittedModel.predict gives them. */
export interface TestPredictions {
  readonly values: Float64Array; // [test rows × outputs]
  readonly outputs: number;
  /** Values below are raised to it; for metrics that are not defined there. */
  readonly minimum?: number | undefined;
}

/**
 * The submission as CSV text: header and ids exactly as in the sample, in its order, predictions in its form.
 * @throws Error when a prediction is missing or not finite
 */
export function submissionText(
  form: SubmissionForm,
  dataset: Pick<Dataset, 'classes' | 'test'>,
  predictions: TestPredictions,
): string {
  const { values, outputs } = predictions;
  if (values.length !== dataset.test.rows * outputs) {
    throw new Error(`${values.length} predictions for ${dataset.test.rows} test rows × ${outputs} outputs`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new Error(`prediction of test row ${Math.floor(bad / outputs)} is ${String(values[bad])}`);
  const idAt = form.header.indexOf(form.idColumn);
  const lines = [form.header.map(csvField).join(',')];
  for (const [at, id] of form.ids.entries()) {
    const row = form.testRow[at] ?? 0;
    const raw = values.subarray(row * outputs, (row + 1) * outputs);
    const cells = cellsOf(raw, form, dataset.classes, predictions.minimum).map(csvField);
    cells.splice(idAt, 0, csvField(id));
    lines.push(cells.join(','));
  }
  return lines.join('\n') + '\n';
}

/** Cells of one row, id apart. */
function cellsOf(
  raw: Float64Array, // [outputs]
  form: SubmissionForm,
  classes: readonly string[],
  minimum = -Infinity,
): string[] {
  const first = raw[0] ?? NaN;
  switch (form.output) {
    case 'values':
      return [String(Math.max(minimum, first))];
    case 'probability':
      return [String(clipped(first))];
    case 'labels':
      return [classes[raw.length === 1 ? Number(first >= 0.5) : raw.indexOf(Math.max(...raw))] ?? ''];
    case 'class-probabilities': {
      const shares = raw.length === 1 ? [1 - clipped(first), clipped(first)] : [...raw].map(clipped);
      const sum = shares.reduce((total, share) => total + share, 0);
      return form.columnClass.map((index) =>
        String(sum === 0 ? 1 / shares.length : (shares[index] ?? 0) / sum),
      );
    }
  }
}

function clipped(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** Quoted where the text would otherwise be read as something else. */
function csvField(text: string): string {
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
