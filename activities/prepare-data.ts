import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import type { RunPlan } from '../src/domain/competition.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { InputError } from '../src/domain/input-error.js';
import { parseCompetitionSpec } from '../src/schemas.js';
import { warmStartFrom } from '../src/search/warm-start.js';
import { NotFoundError } from '../src/stores/store-errors.js';
import type { ActivityDependencies } from './dependencies.js';
import { runInTrainer } from './run-in-trainer.js';

/** See TrainingActivities.prepareData. Nothing is stored before all of the input was found right. */
export function prepareDataActivity(dependencies: ActivityDependencies): TrainingActivities['prepareData'] {
  return async ({ runId, spec: input }) => {
    const spec = parsed(input);
    const dataset = `runs/${runId}/dataset`;
    const prepared = await runInTrainer(dependencies.trainers, {
      kind: 'prepare',
      runId,
      spec,
      dataset,
      datasetFolder: dependencies.artifacts.folder(dataset),
      defaultParallelism: dependencies.trainers.slots,
      defaultOut: join(dependencies.runsFolder, runId),
    });
    const plan = spec.after === undefined ? prepared : await startedWarm(dependencies, prepared, spec.after);
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

/** Reads what the earlier run left. The plan keeps it, so that a suggestion depends on nothing else. */
async function startedWarm(
  { runs, trials }: ActivityDependencies,
  plan: RunPlan,
  after: string,
): Promise<RunPlan> {
  try {
    const { direction } = (await runs.getRun(after)).plan;
    const history = await trials.history(after);
    return { ...plan, warmStart: warmStartFrom({ run: after, history, direction, families: plan.families }) };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw ApplicationFailure.nonRetryable(
      `field after: there is no run "${after}"`,
      failureTypes.invalidInput,
    );
  }
}
