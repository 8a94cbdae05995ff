import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { InputError } from '../src/domain/input-error.js';
import { parseCompetitionSpec } from '../src/schemas.js';
import type { ActivityDependencies } from './dependencies.js';
import { runInTrainer } from './run-in-trainer.js';

/** See TrainingActivities.prepareData. Nothing is stored before all of the input was found right. */
export function prepareDataActivity(dependencies: ActivityDependencies): TrainingActivities['prepareData'] {
  return async ({ runId, spec: input }) => {
    const spec = parsed(input);
    const dataset = `runs/${runId}/dataset`;
    const plan = await runInTrainer(dependencies.trainers, {
      kind: 'prepare',
      runId,
      spec,
      dataset,
      datasetFolder: dependencies.artifacts.folder(dataset),
      defaultParallelism: dependencies.trainers.slots,
      defaultOut: join(dependencies.runsFolder, runId),
    });
    await dependencies.runs.createRun(plan, spec);
    return { plan, searchAttributes: dependencies.searchAttributes };
  };
}

function parsed(input: unknown): ReturnType<typeof parseCompetitionSpec> {
  try {
    return parseCompetitionSpec(input, 'the input of the workflow');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, failureTypes.invalidInput, error.problems);
  }
}
