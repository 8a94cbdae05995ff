import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { ensureServices } from '../services/ensure-services.js';
import { findRun } from './find-run.js';
import { followRun } from './follow-run.js';
import { openSession } from './session.js';
import { printStep } from './steps.js';

export function registerWatch(program: Command): void {
  program
    .command('watch')
    .description('Follow a run that was left or started elsewhere')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--json', 'print one JSON object at the end, on stdout')
    .addHelpText('after', '\nExamples:\n  podium watch\n  podium watch titanic-20261122-133712')
    .action(async (given: string | undefined, flags: { readonly json?: boolean }) => {
      const config = loadConfig();
      const session = openSession(config, await ensureServices(config, printStep));
      try {
        const runId = await findRun(session.stores, given);
        process.exitCode = await followRun(session, runId, { json: flags.json === true });
      } finally {
        await session.close();
      }
    });
}
