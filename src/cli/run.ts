import type { Command } from 'commander';
import { extensionOf } from './control.js';
import { addSpecOptions, specOf, type SpecFlags } from './spec-options.js';

interface RunFlags extends SpecFlags {
  readonly json?: boolean;
  readonly detach?: boolean;
  readonly resume?: boolean;
}

export function registerRun(program: Command): void {
  addSpecOptions(program.command('run'))
    .description('Search, blend and write a submission for the competition in a folder')
    .option('--json', 'print one JSON object at the end, on stdout')
    .option('--detach', 'start the run and return')
    .option('--resume', 'go on with the newest run of this folder that did not come to its end')
    .addHelpText(
      'after',
      `
Examples:
  podium run examples/titanic --budget 3m
  podium run bike-hour --metric rmsle --budget 5m --out submissions --seed 7
  podium run data/house-prices --budget 1h --detach --json
  podium run examples/titanic --resume
  podium run titanic-20261122-133712            the same, by the run's id`,
    )
    .action(async (folder: string, flags: RunFlags) => {
      const options = { json: flags.json === true, detach: flags.detach === true };
      const { namesARun, resumeRun } = await import('./resume-run.js');
      if (flags.resume === true || (await namesARun(folder))) {
        return resumeRun(folder, extensionOf(flags), options);
      }
      const { runCompetition } = await import('./run-competition.js');
      await runCompetition(await specOf(folder, flags), options);
    });
}
