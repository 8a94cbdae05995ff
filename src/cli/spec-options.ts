import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CompetitionSpec } from '../domain/competition.js';
import { metrics } from '../metrics/index.js';
import { parseDuration } from './duration.js';

/** Flags that describe a competition, of every command that starts runs. */
export interface SpecFlags extends Omit<
  CompetitionSpec,
  'path' | 'budgetSeconds' | 'families' | 'drop' | 'maxTrials' | 'after'
> {
  readonly budget?: number;
  readonly trials?: number;
  readonly families?: string;
  readonly drop?: string;
}

/** The argument `<folder>` and the flags of SpecFlags. */
export function addSpecOptions(command: Command): Command {
  return command
    .argument('<folder>', 'holds train, test and sample_submission (csv or parquet), optionally podium.yaml')
    .option(
      '--budget <duration>',
      'wall time up to the written submission, like 90s, 3m, 1h30m [10m]',
      parseDuration,
    )
    .option('--trials <n>', 'stop after n trials even if time is left', Number)
    .option('--metric <id>', `what is optimised: ${metrics.map(({ id }) => id).join(', ')} [by task]`)
    .option('--out <folder>', "where submission.csv goes [the run's folder in PODIUM_HOME]")
    .option('--name <name>', "shown everywhere [the folder's name]")
    .option('--target <column>', 'what to predict [from the sample submission]')
    .option('--id <column>', 'row ids [from the sample submission]')
    .option('--task <kind>', 'binary, multiclass or regression [from the target]')
    .option('--output <form>', 'labels, probability, class-probabilities or values [from the sample]')
    .option('--families <ids>', 'only these model families, comma separated')
    .option('--sampler <id>', 'tpe, evolution, quasi-random or random [tpe; evolution for architectures]')
    .option('--no-racing', 'train every fold, also of trials whose first one is far behind')
    .option('--drop <columns>', 'columns no model may see, comma separated')
    .option('--folds <n>', 'cross-validation folds [5]', Number)
    .option('--seed <n>', 'whole number; same seed, same folds and fits [0]', Number)
    .option('--parallelism <n>', 'trials at a time [one a core]', Number);
}

/** @throws InputError with one problem a flag that is wrong */
export async function specOf(folder: string, flags: SpecFlags): Promise<CompetitionSpec> {
  const { parseCompetitionSpec } = await import('../schemas.js');
  const { budget, trials, families, drop, out } = flags;
  const { name, target, id, task, output, metric, sampler, folds, seed, parallelism } = flags;
  const racing = flags.racing === false ? false : undefined; // without the flag, podium.yaml decides
  const all = {
    path: resolve(folder),
    ...{ name, target, id, task, output, metric, sampler, racing, folds, seed, parallelism },
    budgetSeconds: budget,
    maxTrials: trials,
    families: families?.split(','),
    drop: drop?.split(','),
    out: out === undefined ? undefined : resolve(out),
  };
  const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return parseCompetitionSpec(set, 'command line');
}
