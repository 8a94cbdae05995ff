import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { CompetitionSpec } from '../domain/competition.js';
import { runIdFor } from '../domain/run-id.js';
import { taskQueues } from '../../workflows/messages.js';
import type { CliSession } from './session.js';
import { webUiAddress } from './web-ui-address.js';
import { basename } from 'node:path';

export interface StartedRun {
  readonly runId: string;
  /** The run's page in Temporal's web UI; null where no UI is known. */
  readonly webUi: string | null;
}

/** Starts the competition workflow; the run's id is its workflow id: name, date and time (UTC). */
export async function startRun(session: CliSession, spec: CompetitionSpec): Promise<StartedRun> {
  const name = spec.name ?? basename(spec.path);
  for (let again = 0; ; again++) {
    const runId = runIdFor(name, new Date(), again);
    try {
      await session.client.workflow.start('competition', {
        taskQueue: taskQueues.control,
        workflowId: runId,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [spec],
        staticSummary: `${name}, budget ${String(spec.budgetSeconds ?? 600)} s`,
        staticDetails: `Data in \`${spec.path}\`. Leaderboard: \`podium leaderboard ${runId}\`.`,
      });
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) continue;
      throw error;
    }
    const webUi = webUiAddress(session.services, runId);
    process.stderr.write(`${runId} started${webUi === null ? '' : `  ${webUi}`}\n`);
    return { runId, webUi };
  }
}
