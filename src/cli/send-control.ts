import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { Extension } from '../domain/control-commands.js';
import { InputError } from '../domain/input-error.js';
import type { ControlSettings } from '../domain/run-control.js';
import { controlUpdates, type ControlUpdateName } from '../../workflows/messages.js';
import { findRun } from './find-run.js';
import { reopenRun } from './reopen-run.js';
import type { CliSession } from './session.js';

const answerWithinMs = 60_000;

/**
 * Asks a live run for a change and waits for the settings it leads to.
 * @throws InputError when the run is over or refuses
 */
export async function sendControl(
  session: CliSession,
  runId: string,
  name: ControlUpdateName,
  argument?: unknown,
): Promise<ControlSettings> {
  const { client } = session;
  try {
    return await client.connection.withDeadline(Date.now() + answerWithinMs, () =>
      client.workflow.getHandle(runId).executeUpdate(controlUpdates[name], { args: [argument] }),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) {
      throw new Error(`${runId} did not answer within a minute: podium doctor says whether a worker runs`, {
        cause: error,
      });
    }
    if (error instanceof WorkflowNotFoundError) {
      if (name === 'extend') return reopenRun(session, runId, argument as Extension);
      throw refused(
        runId,
        'the run is over',
        'podium runs shows which runs are live; podium extend opens one again',
      );
    }
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    throw refused(runId, error.cause?.message ?? error.message, 'podium watch shows where the run stands');
  }
}

/** As findRun; a run whose data is still being prepared is not in the database yet, its whole id is known to Temporal. */
export async function findLiveRun(session: CliSession, given: string | undefined): Promise<string> {
  try {
    return await findRun(session.stores, given);
  } catch (error) {
    if (!(error instanceof InputError) || given === undefined) throw error;
    const known = await session.client.workflow
      .getHandle(given)
      .describe()
      .catch(() => null);
    if (known?.type !== 'competition') throw error;
    return given;
  }
}

/** @throws InputError unless the trial runs now */
export async function checkTrialRuns(session: CliSession, runId: string, number: number): Promise<void> {
  const trials = await session.stores.trials.listTrials(runId);
  const trial = trials.find((each) => each.number === number);
  if (trial?.state === 'running') return;
  const running = trials.filter(({ state }) => state === 'running').map((each) => String(each.number));
  throw refused(
    runId,
    trial === undefined ? `there is no trial ${number} yet` : `trial ${number} is ${trial.state}`,
    running.length === 0 ? 'no trial is running now' : `running now: ${running.join(', ')}`,
  );
}

function refused(runId: string, why: string, mend: string): InputError {
  return new InputError([{ what: 'Nothing was changed', where: runId, why, mend }]);
}
