import type { Command } from 'commander';
import { InputError } from '../domain/input-error.js';
import { findRun } from './find-run.js';
import { importanceReport, importanceText } from './view/importance-report.js';
import { withSession } from './with-session.js';

interface ImportanceFlags {
  readonly family?: string;
  readonly json?: boolean;
}

export function registerImportance(program: Command): void {
  program
    .command('importance')
    .description(
      'How much of the scores of a run its parameters explain, alone and together (functional ANOVA)',
    )
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--family <id>', 'only this model family')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  podium importance\n  podium importance titanic-20261122-133712 --family lightgbm --json',
    )
    .action(async (given: string | undefined, { family, json }: ImportanceFlags) => {
      const { loadFamilies } = await import('../models/load-family.js');
      await withSession(async ({ stores }) => {
        const runId = await findRun(stores, given);
        const [{ plan }, history] = await Promise.all([
          stores.runs.getRun(runId),
          stores.trials.history(runId),
        ]);
        const known = (await loadFamilies()).filter(({ id }) => plan.families.includes(id));
        const families = known.filter(({ id }) => family === undefined || id === family);
        if (families.length === 0) throw unknownFamily(family, plan.families);
        const report = importanceReport(plan, families, history);
        process.stdout.write(
          json === true ? `${JSON.stringify(report)}\n` : `${importanceText(report).join('\n')}\n`,
        );
      });
    });
}

function unknownFamily(family: string | undefined, known: readonly string[]): InputError {
  return new InputError([
    {
      what: `The run has no family "${family ?? ''}"`,
      where: 'command line, --family',
      why: 'the run did not try it',
      mend: `use one of ${known.join(', ')}`,
    },
  ]);
}
