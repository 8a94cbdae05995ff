import type { Command } from 'commander';
import { findRun } from './find-run.js';
import { textTable } from './text-table.js';
import { withSession } from './with-session.js';

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('Derive every suggestion of a run again from what it saw, and say which differ')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  podium replay\n  podium replay titanic-20261122-133712 --json\n\nExit code 1 when a suggestion differs.',
    )
    .action(async (given: string | undefined, flags: { readonly json?: boolean }) => {
      const [{ loadFamilies }, { replaySuggestions }, { searchPlanOf }] = await Promise.all([
        import('../models/load-family.js'),
        import('../search/replay-suggestions.js'),
        import('../search/search-plan-of.js'),
      ]);
      await withSession(async ({ stores }) => {
        const runId = await findRun(stores, given);
        const [{ plan }, trials, blends] = await Promise.all([
          stores.runs.getRun(runId),
          stores.trials.listTrials(runId),
          stores.ensembles.listEnsembles(runId),
        ]);
        const differences = replaySuggestions(
          searchPlanOf(plan, await loadFamilies()),
          plan.seed,
          trials,
          blends,
        );
        process.exitCode = differences.length === 0 ? 0 : 1;
        if (flags.json === true) {
          process.stdout.write(
            `${JSON.stringify({ run: runId, suggestions: trials.length, differences })}\n`,
          );
          return;
        }
        const rows = differences.map(({ trial, field, stored, derived }) => [
          `#${String(trial)}`,
          field,
          stored,
          derived ?? '(nothing fits)',
        ]);
        if (rows.length > 0) {
          process.stdout.write(
            `${textTable(['trial', 'what', 'stored', 'derived again'], rows).join('\n')}\n`,
          );
        }
        const count = new Set(differences.map(({ trial }) => trial)).size;
        process.stdout.write(`${String(trials.length)} suggestions derived again, ${String(count)} differ\n`);
      });
    });
}
