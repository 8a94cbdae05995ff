import type { Command } from 'commander';
import { InputError } from '../domain/input-error.js';
import { addSpecOptions, specOf, type SpecFlags } from './spec-options.js';

interface JsonFlag {
  readonly json?: boolean;
}

interface CreateFlags extends SpecFlags, JsonFlag {
  readonly cron?: string;
  readonly onChange?: boolean;
  readonly scheduleId?: string;
  readonly timezone?: string;
  readonly always?: boolean;
}

export function registerSchedule(program: Command): void {
  const schedule = program
    .command('schedule')
    .description('Run a competition by cron or when its data change; data that have not changed are skipped')
    .addHelpText(
      'after',
      `
Examples:
  podium schedule create data/house-prices --cron "0 6 * * *" --budget 1h --timezone Europe/Zurich
  podium schedule create data/house-prices --on-change --budget 1h
  podium schedule list
  podium schedule trigger house-prices --wait

A run by schedule first tries the best trials of the last one. Cron fields: minute hour day month weekday.
On change: the folder is looked at every 2 s; new content that lay still for 3 s starts a run. Another system says so by
  temporal workflow signal --workflow-id house-prices/watch --name newData`,
    );
  addSpecOptions(schedule.command('create'))
    .description('Create a schedule, or change the one with the same id')
    .option('--cron <expression>', 'when it acts, like "0 6 * * *" or @hourly')
    .option('--on-change', 'when the data in the folder change, or another system says so')
    .option('--schedule-id <id>', "what the other commands call it [the competition's name]")
    .option('--timezone <name>', 'in which the cron expression is read, like Europe/Zurich [UTC]')
    .option('--always', 'run even when the data have not changed')
    .option('--json', 'print one object')
    .action(async (folder: string, flags: CreateFlags) => {
      const { createSchedule } = await import('./schedule-create.js');
      const { cron = null, onChange = false, scheduleId, always = false, json = false } = flags;
      if (cron === null && !onChange) throw noTimes();
      const options = { cron, timezone: flags.timezone ?? 'UTC', onChange, scheduleId, always, json };
      await createSchedule(await specOf(folder, flags), options);
    });
  schedule
    .command('list')
    .description('All schedules: state, next time, what came of the last ones')
    .option('--json', 'print an array')
    .action(async (flags: JsonFlag) => {
      const { listSchedules } = await import('./schedule-list.js');
      await listSchedules(flags.json === true);
    });
  schedule
    .command('trigger')
    .description('Act now, whatever the time; data that have not changed are skipped as ever')
    .argument('<id>')
    .option('--wait', 'until the run has ended or was skipped')
    .option('--json', 'print one object')
    .action(async (id: string, flags: JsonFlag & { readonly wait?: boolean }) => {
      const { triggerSchedule } = await import('./schedule-trigger.js');
      await triggerSchedule(id, { wait: flags.wait === true, json: flags.json === true });
    });
  for (const [change, description] of [
    ['pause', 'Stop acting by itself; a run under way goes on'],
    ['resume', 'Act by itself again; what changed under the watch meanwhile is run'],
    ['delete', 'Forget the schedule and end its watch; its runs stay'],
  ] as const) {
    schedule
      .command(change)
      .description(description)
      .argument('<id>')
      .option('--json', 'print one object')
      .action(async (id: string, flags: JsonFlag) => {
        const { changeSchedule } = await import('./schedule-change.js');
        await changeSchedule(id, change, flags.json === true);
      });
  }
}

function noTimes(): InputError {
  return new InputError([
    {
      what: 'The schedule would never act',
      where: 'command line',
      why: 'neither --cron nor --on-change is given',
      mend: 'write for example --cron "0 6 * * *", or --on-change, or both',
    },
  ]);
}
