import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { controlCommands, type Extension } from '../domain/control-commands.js';
import { InputError } from '../domain/input-error.js';
import { controlOf, settingsOf, type ControlSettings } from '../domain/run-control.js';
import { taskQueues } from '../../workflows/messages.js';
import type { CliSession } from './session.js';

/**
 * Lets a run that is over, or whose workflow was lost, go on from what is stored, with new totals; returns at once.
 * @throws InputError when the totals are refused
 */
export async function reopenRun(
  session: CliSession,
  runId: string,
  extension: Extension,
): Promise<ControlSettings> {
  const { plan } = await session.stores.runs.getRun(runId);
  const control = controlOf(plan);
  const refused =
    Object.keys(extension).length === 0 ? null : controlCommands.extend.refusal(control, extension);
  if (refused !== null) {
    const mend = 'give totals greater than those of podium leaderboard';
    throw new InputError([{ what: 'Nothing was changed', where: runId, why: refused, mend }]);
  }
  try {
    await session.client.workflow.start('competition', {
      taskQueue: taskQueues.control,
      workflowId: runId,
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [null, extension],
      staticSummary: `${plan.name}, opened again`,
      staticDetails: `Goes on from what is stored. Leaderboard: \`podium leaderboard ${runId}\`.`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return { ...settingsOf(control), ...extension };
}
