import { resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Extension } from '../domain/control-commands.js';
import { InputError } from '../domain/input-error.js';
import type { RunSummary } from '../stores/run-store.js';
import { followRun } from './follow-run.js';
import { reopenRun } from './reopen-run.js';
import type { CliSession } from './session.js';
import { webUiAddress } from './web-ui-address.js';
import { withSession } from './with-session.js';

/** Whether what was given as a folder can only be the id of a run. */
export async function namesARun(given: string): Promise<boolean> {
  if (!/^[a-z0-9-]+-\d{8}-\d{6}(-\d+)?$/.test(given)) return false;
  return !(await stat(given).then(
    (found) => found.isDirectory(),
    () => false,
  ));
}

/** Takes up a run that was interrupted, named by its id or by its folder, and follows it. */
export async function resumeRun(
  given: string,
  extension: Extension,
  options: { readonly json: boolean; readonly detach: boolean },
): Promise<void> {
  await withSession(async (session) => {
    const run = await findInterrupted(session, given);
    const state = await workflowState(session, run.id);
    if (state !== 'RUNNING') await reopenRun(session, run.id, extension);
    const webUi = webUiAddress(session.services, run.id);
    const how = state === 'RUNNING' ? 'goes on' : 'is opened again and goes on';
    process.stderr.write(`${run.id} ${how}${webUi === null ? '' : `  ${webUi}`}\n`);
    if (!options.detach) process.exitCode = await followRun(session, run.id, options);
    else if (options.json)
      process.stdout.write(`${JSON.stringify({ run: run.id, status: 'running', webUi })}\n`);
    else process.stdout.write(`${run.id}\n`);
  });
}

async function findInterrupted({ stores }: CliSession, given: string): Promise<RunSummary> {
  const folder = resolve(given);
  const runs = await stores.runs.listRuns(500);
  const fitting = runs.filter(({ id, path }) => id === given || path === folder);
  const found = fitting.find(({ status }) => status !== 'finished');
  if (found !== undefined) return found;
  const [finished] = fitting;
  throw new InputError([
    {
      what: 'There is nothing to resume',
      where: `command line, ${given}`,
      why:
        finished === undefined
          ? 'no run of it is stored in this PODIUM_HOME'
          : `${finished.id} is finished, its submission is written`,
      mend:
        finished === undefined
          ? `podium run ${given} starts one`
          : `podium extend ${finished.id} --budget <total> lets it go on; podium run without --resume starts a new one`,
    },
  ]);
}

/** State of the newest workflow of this id, or null when Temporal knows none. */
async function workflowState({ client }: CliSession, runId: string): Promise<string | null> {
  const known = await client.workflow
    .getHandle(runId)
    .describe()
    .catch(() => null);
  return known?.status.name ?? null;
}
