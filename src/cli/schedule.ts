import type { Command } from 'commander';
import { addSpecOptions, specOf, type SpecFlags } from './spec-options.js';

interface JsonFlag {
  readonly json?: boolean;
}

interface CreateFlags extends SpecFlags, JsonFlag {
  readonly cron: string;
  readonly scheduleId?: string;
  readonly timezone?: string;
  readonly always?: boolean;
}

export function registerSchedule(program: Command): void {
  const schedule = program
    .command('schedule')
    .description('Run a competition by cron, whenever its data have changed')
    .addHelpText(
      'after',
      `
Examples:
  podium schedule create data/house-prices --cron "0 6 * * *" --budget 1h --timezone Europe/Zurich
  podium schedule list
  podium schedule trigger house-prices --wait

A run by schedule first tries the best trials of the last one. Cron fields: minute hour day month weekday.`,
    );
  addSpecOptions(schedule.command('create'))
    .description('Create a schedule, or change the one with the same id')
    .requiredOption('--cron <expression>', 'when it acts, like "0 6 * * *" or @hourly')
    .option('--schedule-id <id>', "what the other commands call it [the competition's name]")
    .option('--timezone <name>', 'in which the cron expression is read, like Europe/Zurich [UTC]')
    .option('--always', 'run even when the data have not changed')
    .option('--json', 'print one object')
    .action(async (folder: string, flags: CreateFlags) => {
      const { createSchedule } = await import('./schedule-create.js');
      const { cron, timezone = 'UTC', scheduleId, always = false, json = false } = flags;
      await createSchedule(await specOf(folder, flags), { cron, timezone, scheduleId, always, json });
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
    ['pause', 'Stop acting by the clock; a run under way goes on'],
    ['resume', 'Act by the clock again'],
    ['delete', 'Forget the schedule; its runs stay'],
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
