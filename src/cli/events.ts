import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { endsRun, eventJson, type EventSubject, type PodiumEvent } from '../domain/run-event.js';
import { InputError } from '../domain/input-error.js';
import type { Stores } from '../stores/postgres/index.js';
import { findRun } from './find-run.js';
import { eventLine } from './view/event-line.js';
import { withSession } from './with-session.js';

interface Flags {
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly after: number;
  readonly schedule?: string;
}

const pageLength = 500;

export function registerEvents(program: Command): void {
  program
    .command('events')
    .description('What happened in a run, or what a schedule skipped, oldest first')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--follow', 'print what comes until the run ends')
    .option('--after <id>', 'only events after the one with this id', parseId, 0)
    .option('--schedule <id>', 'what this schedule skipped; its runs have events of their own')
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      `
Examples:
  podium events
  podium events --follow --json
  podium events titanic-20261122-133712 --after 120
  podium events --schedule nightly`,
    )
    .action(async (given: string | undefined, flags: Flags) => {
      const { schedule } = flags;
      if (given !== undefined && schedule !== undefined) throw eitherRunOrSchedule();
      await withSession(async ({ stores }) => {
        const subject = schedule === undefined ? { run: await findRun(stores, given) } : { schedule };
        const print = (events: readonly PodiumEvent[]): void => {
          const lines = events.map(flags.json === true ? eventJson : eventLine);
          process.stdout.write(lines.map((line) => `${line}\n`).join(''));
        };
        const more = 'schedule' in subject || (await stores.runs.getRun(subject.run)).status === 'running';
        if (flags.follow === true && more) {
          process.exitCode = await followEvents(stores, subject, flags.after, print);
        } else await printStored(stores, subject, flags.after, print);
      });
    });
}

/** Exit code: 0 when the run ended, 130 when the person left. */
async function followEvents(
  { events }: Pick<Stores, 'events'>,
  subject: EventSubject,
  after: number,
  print: (events: readonly PodiumEvent[]) => void,
): Promise<number> {
  const over = new AbortController();
  let exitCode = 130;
  const leave = (): void => {
    over.abort();
  };
  process.once('SIGINT', leave);
  try {
    await events.follow(
      subject,
      after,
      (page) => {
        print(page);
        const last = page.at(-1);
        if (last === undefined || !endsRun(last)) return; // an end in the middle: the run was opened again
        exitCode = 0;
        over.abort();
      },
      over.signal,
    );
  } finally {
    process.off('SIGINT', leave);
  }
  return exitCode;
}

async function printStored(
  { events }: Pick<Stores, 'events'>,
  subject: EventSubject,
  after: number,
  print: (events: readonly PodiumEvent[]) => void,
): Promise<void> {
  const page = await events.listEvents(subject, after, pageLength);
  print(page);
  const last = page.at(-1);
  if (last !== undefined && page.length === pageLength)
    await printStored({ events }, subject, last.id, print);
}

function eitherRunOrSchedule(): InputError {
  return new InputError([
    {
      what: 'A run and a schedule are both named',
      where: 'command line, [run] and --schedule',
      why: 'events belong to a run or to a schedule',
      mend: 'leave one out',
    },
  ]);
}

/** @throws InvalidArgumentError */
function parseId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('The id of an event is a whole number.');
  return Number(text);
}
