import { checkCompetition } from '../data/check-competition.js';
import type { CompetitionSpec } from '../domain/competition.js';
import { withPodiumYaml } from '../podium-yaml.js';
import { installedLookups } from '../trainer/prepare.js';
import { followRun } from './follow-run.js';
import type { CliSession } from './session.js';
import { startRun } from './start-run.js';
import { untilPrepared } from './until-prepared.js';
import { withSession } from './with-session.js';

/** Checks the folder before anything starts, then starts the run and follows it, or leaves it once it is prepared. */
export async function runCompetition(
  spec: CompetitionSpec,
  options: { readonly json: boolean; readonly detach: boolean },
): Promise<void> {
  await checkCompetition(await withPodiumYaml(spec), await installedLookups());
  const work = async (session: CliSession): Promise<void> => {
    const { runId, webUi } = await startRun(session, spec);
    if (!options.detach) {
      process.exitCode = await followRun(session, runId, options);
      return;
    }
    await untilPrepared(session, runId);
    const started = options.json ? JSON.stringify({ run: runId, status: 'running', webUi }) : runId;
    process.stdout.write(`${started}\n`);
    process.stderr.write(`  follow  podium watch ${runId}\n`);
  };
  await withSession(work, { work: true });
}
