import type { Command } from 'commander';
import { withSession } from './with-session.js';

export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('Follow a run that was left or started elsewhere')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--json', 'print one JSON object at the end, on stdout')
    .addHelpText('after', '\nExamples:\n  podium watch\n  podium watch titanic-20261122-133712')
    .action(async (given: string | undefined, flags: { readonly json?: boolean }) => {
      const [{ followRun }, { findLiveRun }] = await Promise.all([
        import('./follow-run.js'),
        import('./send-control.js'),
      ]);
      await withSession(async (session) => {
        const runId = await findLiveRun(session, given);
        process.exitCode = await followRun(session, runId, { json: flags.json === true });
      });
    });
}
