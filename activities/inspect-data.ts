import { basename } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { findCompetitionFiles, hashFiles } from '../src/data/competition-files.js';
import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { InputError } from '../src/domain/input-error.js';
import { parseCompetitionSpec } from '../src/schemas.js';
import type { ActivityDependencies } from './dependencies.js';
import { keptAlive } from './kept-alive.js';

/** See TrainingActivities.inspectData. Runs where the data are; reading them in pieces leaves the worker free. */
export function inspectDataActivity({ runs }: ActivityDependencies): TrainingActivities['inspectData'] {
  return async (input) => {
    try {
      const spec = parseCompetitionSpec(input.spec, 'the input of the workflow');
      const dataHash = await keptAlive(async () => hashFiles(await findCompetitionFiles(spec.path)));
      return { name: spec.name ?? basename(spec.path), dataHash, lastRun: await runs.findPrevious(spec) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw ApplicationFailure.nonRetryable(error.message, failureTypes.invalidInput, error.problems);
    }
  };
}
