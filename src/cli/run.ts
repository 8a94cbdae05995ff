import type { Command } from 'commander';
import { addSpecOptions, specOf, type SpecFlags } from './spec-options.js';

interface RunFlags extends SpecFlags {
  readonly json?: boolean;
  readonly detach?: boolean;
}

export function registerRun(program: Command): void {
  addSpecOptions(program.command('run'))
    .description('Search, blend and write a submission for the competition in a folder')
    .option('--json', 'print one JSON object at the end, on stdout')
    .option('--detach', 'start the run and return')
    .addHelpText(
      'after',
      `
Examples:
  podium run examples/titanic --budget 3m
  podium run bike-hour --metric rmsle --budget 5m --out submissions --seed 7
  podium run data/house-prices --budget 1h --detach --json`,
    )
    .action(async (folder: string, flags: RunFlags) => {
      const { runCompetition } = await import('./run-competition.js');
      await runCompetition(await specOf(folder, flags), {
        json: flags.json === true,
        detach: flags.detach === true,
      });
    });
}
