import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { endsRun, type RunEvent } from '../domain/run-event.js';
import type { Stores } from '../stores/postgres/index.js';
import { findRun } from './find-run.js';
import { eventLine } from './view/event-line.js';
import { withSession } from './with-session.js';

interface Flags {
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly after: number;
}

const pageLength = 500;

export function registerEvents(program: Command): void {
  program
    .command('events')
    .description('What happened in a run, oldest first')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--follow', 'print what comes until the run ends')
    .option('--after <id>', 'only events after the one with this id', parseId, 0)
    .option('--json', 'print one JSON object a line')
    .addHelpText(
      'after',
      '\nExamples:\n  podium events\n  podium events --follow --json\n  podium events titanic-20261122-133712 --after 120',
    )
    .action(async (given: string | undefined, flags: Flags) => {
      await withSession(async ({ stores }) => {
        const runId = await findRun(stores, given);
        const print = (events: readonly RunEvent[]): void => {
          const lines = events.map(flags.json === true ? jsonLine : eventLine);
          process.stdout.write(lines.map((line) => `${line}\n`).join(''));
        };
        const { status } = await stores.runs.getRun(runId);
        if (flags.follow === true && status === 'running') {
          process.exitCode = await followEvents(stores, runId, flags.after, print);
        } else await printStored(stores, runId, flags.after, print);
      });
    });
}

/** Exit code: 0 when the run ended, 130 when the person left. */
async function followEvents(
  { events }: Pick<Stores, 'events'>,
  runId: string,
  after: number,
  print: (events: readonly RunEvent[]) => void,
): Promise<number> {
  const over = new AbortController();
  let exitCode = 130;
  const leave = (): void => {
    over.abort();
  };
  process.once('SIGINT', leave);
  try {
    await events.follow(
      runId,
      after,
      (page) => {
        print(page);
        if (!page.some(endsRun)) return;
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
  runId: string,
  after: number,
  print: (events: readonly RunEvent[]) => void,
): Promise<void> {
  const page = await events.listEvents(runId, after, pageLength);
  print(page);
  const last = page.at(-1);
  if (last !== undefined && page.length === pageLength) await printStored({ events }, runId, last.id, print);
}

function jsonLine({ id, runId, at, type, payload }: RunEvent): string {
  return JSON.stringify({ id, run: runId, at, type, payload });
}

/** @throws InvalidArgumentError */
function parseId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('The id of an event is a whole number.');
  return Number(text);
}
