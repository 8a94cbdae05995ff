import { Command, CommanderError } from 'commander';
import { packageVersion } from '../package-version.js';
import { registerControl } from './control.js';
import { registerDoctor } from './doctor.js';
import { registerDown } from './down.js';
import { exitCodeOf, printError } from './errors.js';
import { registerEvents } from './events.js';
import { registerImportance } from './importance.js';
import { registerLeaderboard } from './leaderboard.js';
import { registerReplay } from './replay.js';
import { registerRun } from './run.js';
import { registerRuns } from './runs.js';
import { registerSchedule } from './schedule.js';
import { registerUp } from './up.js';
import { registerWatch } from './watch.js';
import { registerWebhook } from './webhook.js';

/** Entry point of the command line. */
const program = new Command('podium')
  .description('Durable AutoML for competitions: a folder and a budget in, a checked submission out.')
  .version(packageVersion, '--version')
  .option('-v, --verbose', 'show stacks of errors')
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => {
      write(text.replace(/^error: /, '✖ '));
    },
  })
  .addHelpText(
    'after',
    `
Examples:
  podium run examples/titanic --budget 3m       search, blend, write a submission
  podium watch                                  look at the newest run again
  podium leaderboard titanic-20261122-133712    every trial with its fold scores

Exit codes: 0 the promised thing happened · 1 the run failed · 2 command, spec or data are wrong
            4 a service cannot be reached · 130 left with Ctrl-C`,
  );

registerRun(program);
registerWatch(program);
registerControl(program);
registerLeaderboard(program);
registerImportance(program);
registerEvents(program);
registerReplay(program);
registerRuns(program);
registerSchedule(program);
registerWebhook(program);
registerUp(program);
registerDown(program);
registerDoctor(program);
program.command('test').description('Lint, types and every test (handled by the wrapper)');

for (const command of program.commands) command.exitOverride();

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(); // the reader has seen enough: podium leaderboard | head
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    printError(error, program.opts<{ verbose?: boolean }>().verbose === true);
    process.exitCode = exitCodeOf(error);
  }
}
