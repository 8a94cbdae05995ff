import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { failureTypes } from '../src/domain/failure-types.js';

export { competition } from './competition.js';
export { ensemble } from './ensemble.js';
export { scheduledCompetition } from './scheduled-competition.js';
export { search } from './search.js';
export { trial } from './trial.js';
export { watchFolder } from './watch-folder.js';

/** Answers unknown workflow types with a failure instead of retrying for ever. The SDK looks for this name. */
export default async function unknownWorkflow(): Promise<never> {
  const type = workflowInfo().workflowType;
  throw ApplicationFailure.nonRetryable(
    `unknown workflow type "${type}": start "competition"`,
    failureTypes.invalidInput,
  );
}
