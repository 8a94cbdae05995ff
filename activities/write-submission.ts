import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';
import { runInTrainer } from './run-in-trainer.js';

/** See TrainingActivities.writeSubmission. */
export function writeSubmissionActivity(
  dependencies: ActivityDependencies,
): TrainingActivities['writeSubmission'] {
  const { ensembles, artifacts, trainers } = dependencies;
  return async (input) => {
    const ensemble = (await ensembles.listEnsembles(input.runId)).find(
      ({ number }) => number === input.ensemble,
    );
    if (ensemble === undefined) throw new Error(`ensemble ${String(input.ensemble)} is not stored`);
    await mkdir(input.out, { recursive: true });
    const file = join(input.out, 'submission.csv');
    const written = await runInTrainer(
      trainers,
      {
        kind: 'write-submission',
        datasetFolder: artifacts.folder(input.dataset),
        metric: input.metric,
        predictions: join(artifacts.folder(ensemble.artifacts), 'test.bin'),
        file,
      },
      { urgent: true },
    );
    const submission = { file, ...written, estimate: ensemble.estimate };
    await ensembles.recordSubmission(input.runId, ensemble.round, submission);
    return submission;
  };
}
