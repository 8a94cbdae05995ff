import { createHash } from 'node:crypto';
import { checkSubmission } from '../data/check-submission.js';
import { readDataset, readSubmissionForm } from '../data/dataset-file.js';
import { readPredictions } from '../data/predictions-file.js';
import { writeFileAtomically } from '../data/atomic-write.js';
import { submissionText } from '../data/submission-rows.js';
import { findMetric } from '../metrics/index.js';
import type { TaskContext, TrainerResults, WriteSubmissionTask } from './protocol.js';

/**
 * Writes test predictions in the form of the sample. The file is read back and checked before it takes the place
 * of an earlier one, so what stands there is valid always.
 * @throws Error listing what is wrong with the file
 */
export async function writeSubmission(
  task: WriteSubmissionTask,
  context: TaskContext,
): Promise<TrainerResults['write-submission']> {
  const dataset = await readDataset(task.datasetFolder);
  const form = await readSubmissionForm(task.datasetFolder);
  const values = await readPredictions(task.predictions);
  const minimum = findMetric(task.metric)?.minimumTarget;
  const text = submissionText(form, dataset, { values, outputs: dataset.profile.outputs, minimum });
  context.progress(0.5, 'checking the submission');
  await writeFileAtomically(task.file, text, (draft) => checkSubmission(draft, form, dataset.classes));
  return { rows: form.ids.length, contentHash: createHash('sha256').update(text).digest('hex') };
}
