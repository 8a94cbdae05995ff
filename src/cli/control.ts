import type { Command } from 'commander';
import type { Extension } from '../domain/control-commands.js';
import type { ControlSettings } from '../domain/run-control.js';
import type { ControlUpdateName } from '../../workflows/messages.js';
import { formatDuration, parseDuration } from './duration.js';
import { withSession } from './with-session.js';

const runHelp = 'id of a run or its beginning [the running one, else the newest]';

interface Flags {
  readonly json?: boolean;
}

interface TotalFlags {
  readonly budget?: number;
  readonly trials?: number;
}

/** The totals that were given. */
export function extensionOf({ budget, trials }: TotalFlags): Extension {
  return {
    ...(budget === undefined ? {} : { budgetSeconds: budget }),
    ...(trials === undefined ? {} : { maxTrials: trials }),
  };
}

/** pause, resume, stop, extend, parallelism, skip and add-family: what a person may ask of a live run. */
export function registerControl(program: Command): void {
  command(program, 'pause', 'Start no new trials and stop the clock of the budget', ['podium pause'])
    .argument('[run]', runHelp)
    .action((run: string | undefined, flags: Flags) => control('pause', run, flags));
  command(program, 'resume', 'Go on after a pause', ['podium resume'])
    .argument('[run]', runHelp)
    .action((run: string | undefined, flags: Flags) => control('resume', run, flags));
  command(program, 'stop', 'End the search now; what is finished is blended and written', ['podium stop'])
    .argument('[run]', runHelp)
    .action((run: string | undefined, flags: Flags) => control('stop', run, flags));
  command(
    program,
    'extend',
    'Give a run more time or trials, also one that is over: totals, not increments',
    ['podium extend --budget 10m', 'podium extend titanic-20261122-133712 --budget 1h --trials 200'],
  )
    .argument('[run]', runHelp)
    .option('--budget <duration>', 'the new total, like 90s, 3m, 1h30m', parseDuration)
    .option('--trials <n>', 'the new total number of trials', Number)
    .action((run: string | undefined, flags: Flags & TotalFlags) =>
      control('extend', run, flags, extensionOf(flags)),
    );
  command(program, 'parallelism', 'Change how many trials run at a time', ['podium parallelism 2'])
    .argument('<n>', 'trials at a time, 1 to 1024', Number)
    .argument('[run]', runHelp)
    .action((n: number, run: string | undefined, flags: Flags) => control('setParallelism', run, flags, n));
  command(program, 'skip', 'End one running trial; the next one takes its place', ['podium skip 12'])
    .argument('<trial>', 'its number, as podium watch shows it', Number)
    .argument('[run]', runHelp)
    .action((trial: number, run: string | undefined, flags: Flags) =>
      control('skipTrial', run, flags, trial),
    );
  command(program, 'add-family', 'Let the search try one more model family from now on', [
    'podium add-family residual-mlp',
  ])
    .argument('<family>', 'its id: lightgbm, linear, residual-mlp, searched-mlp')
    .argument('[run]', runHelp)
    .action((family: string, run: string | undefined, flags: Flags) =>
      control('addFamily', run, flags, family),
    );
}

function command(program: Command, name: string, description: string, examples: readonly string[]): Command {
  return program
    .command(name)
    .description(description)
    .option('--json', 'print the new state as one JSON object')
    .addHelpText('after', ['\nExamples:', ...examples].join('\n  '));
}

async function control(
  name: ControlUpdateName,
  given: string | undefined,
  flags: Flags,
  argument?: unknown,
): Promise<void> {
  const { checkTrialRuns, findLiveRun, sendControl } = await import('./send-control.js');
  await withSession(async (session) => {
    const runId = await findLiveRun(session, given);
    if (name === 'skipTrial') await checkTrialRuns(session, runId, argument as number);
    const settings = await sendControl(session, runId, name, argument);
    process.stdout.write(
      flags.json === true
        ? `${JSON.stringify({ run: runId, ...settings })}\n`
        : `✔ ${runId} ${settingsText(settings)}\n`,
    );
  });
}

function settingsText(settings: ControlSettings): string {
  const { paused, stopping, parallelism, budgetSeconds, maxTrials, families } = settings;
  const state = stopping ? 'stopping' : paused ? 'paused' : 'running';
  const trials = maxTrials === null ? 'any number of trials' : `${maxTrials} trials`;
  return `${state} · ${formatDuration(budgetSeconds)}, ${trials}, ${parallelism} at a time, ${families.join(', ')}`;
}
