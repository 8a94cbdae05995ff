import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { PART_NAMES } from '../services/service-step.js';
import { stopServices } from '../services/stop-services.js';

export function registerDown(program: Command): void {
  program
    .command('down')
    .description('Stop the worker, then Temporal, then Postgres; runs go on after the next podium up')
    .option('--json', 'print one object')
    .addHelpText('after', '\nExamples:\n  podium down')
    .action(async (flags: { readonly json?: boolean }) => {
      const config = loadConfig();
      const stopped = await stopServices(config, (part) => {
        process.stderr.write(`  ✔ ${PART_NAMES[part].padEnd(9)} stopped\n`);
      });
      if (flags.json === true) {
        process.stdout.write(`${JSON.stringify({ home: config.home, stopped })}\n`);
      } else if (stopped.length === 0) {
        process.stdout.write(`Nothing was running in ${config.home}\n`);
      }
    });
}
