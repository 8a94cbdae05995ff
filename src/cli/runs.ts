import type { Command } from 'commander';
import { formatDuration } from './duration.js';
import { textTable } from './text-table.js';
import { withSession } from './with-session.js';

export function registerRuns(program: Command): void {
  program
    .command('runs')
    .description('All runs, newest first')
    .option('--limit <n>', 'how many at most', Number, 50)
    .option('--json', 'print an array')
    .addHelpText('after', '\nExamples:\n  podium runs\n  podium runs --json --limit 5')
    .action(async (flags: { readonly limit: number; readonly json?: boolean }) => {
      await withSession(async (session) => {
        const runs = await session.stores.runs.listRuns(flags.limit);
        if (flags.json === true) {
          process.stdout.write(`${JSON.stringify(runs)}\n`);
          return;
        }
        const rows = runs.map((run) => [
          run.id,
          run.status,
          run.plan.metric,
          run.bestScore?.toPrecision(5) ?? '',
          String(run.trialsFinished),
          run.seconds === null ? '' : formatDuration(run.seconds),
          run.startedAt.toISOString().slice(0, 16).replace('T', ' '),
        ]);
        const header = ['run', 'status', 'metric', 'best single', 'trials', 'time', 'started (UTC)'];
        process.stdout.write(
          runs.length === 0
            ? 'No runs yet: podium run <folder>\n'
            : `${textTable(header, rows).join('\n')}\n`,
        );
      });
    });
}
