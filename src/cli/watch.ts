import type { Command } from 'commander';
import { findRun } from './find-run.js';
import { withSession } from './with-session.js';

export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('Follow a run that was left or started elsewhere')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--json', 'print one JSON object at the end, on stdout')
    .addHelpText('after', '\nExamples:\n  podium watch\n  podium watch titanic-20261122-133712')
    .action(async (given: string | undefined, flags: { readonly json?: boolean }) => {
      const { followRun } = await import('./follow-run.js');
      await withSession(async (session) => {
        const runId = await findRun(session.stores, given);
        process.exitCode = await followRun(session, runId, { json: flags.json === true });
      });
    });
}
