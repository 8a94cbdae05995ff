import { WorkflowFailedError } from '@temporalio/client';
import { failureTypes } from '../domain/failure-types.js';
import { RunFailedError } from './errors.js';
import type { CliSession } from './session.js';

export interface RunEnd {
  readonly failure: Error | null;
}

/**
 * Waits for the end of the run's workflow. Never rejects: what went wrong is the failure, as a person reads it.
 *
 * @param leave ends the waiting; a session does not close before the server has answered, which takes most of a minute
 */
export async function endOf({ client }: CliSession, runId: string, leave: AbortSignal): Promise<RunEnd> {
  try {
    await client.withAbortSignal(leave, () => client.workflow.getHandle(runId).result());
    return { failure: null };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) return { failure: asError(error) };
    const cause = error.cause ?? error;
    const type = 'type' in cause ? cause.type : undefined;
    return {
      failure: new RunFailedError(
        type === failureTypes.invalidInput ? cause.message : `run ${runId} failed: ${cause.message}`,
        type === failureTypes.invalidInput ? 2 : 1,
      ),
    };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
