import type { CompetitionSpec, OutputForm, TaskKind } from '../domain/competition.js';
import type { Metric } from '../metrics/metric.js';
import { InputError } from '../domain/input-error.js';
import { didYouMean } from '../domain/nearest-name.js';

/** What is known by name: given by the caller, so that inference depends on no list. */
export interface Lookups {
  readonly metrics: readonly Metric[];
  findMetric(id: string): Metric | undefined;
  /** The metric where nobody names one. */
  defaultMetric(task: TaskKind, output: OutputForm): Metric;
  readonly families: readonly { readonly id: string; readonly tasks: readonly TaskKind[] }[];
}

type Place = (field: string) => string;

/** The metric the spec asks for, if any. @throws InputError listing the known ones */
export function requestedMetric(spec: CompetitionSpec, lookups: Lookups, place: Place): Metric | undefined {
  if (spec.metric === undefined) return undefined;
  const metric = lookups.findMetric(spec.metric);
  if (metric !== undefined) return metric;
  const known = lookups.metrics.map(({ id }) => id);
  const spellings = lookups.metrics.flatMap(({ id, aliases }) => [id, ...aliases]);
  throw new InputError([
    {
      what: `Metric "${spec.metric}" is unknown`,
      where: place('metric'),
      why: `there is no metric of that name${didYouMean(spec.metric, spellings)}`,
      mend: `use one of ${known.join(', ')}`,
    },
  ]);
}

/** Refuses a metric that does not score the task or is not defined for a target. @throws InputError */
export function refuseUnfitMetric(
  metric: Metric,
  facts: {
    readonly task: TaskKind;
    readonly targetName: string;
    readonly target: Float64Array;
    readonly trainFile: string;
  },
  lookups: Lookups,
  place: Place,
): void {
  if (!metric.tasks.includes(facts.task)) {
    const fitting = lookups.metrics.filter(({ tasks }) => tasks.includes(facts.task)).map(({ id }) => id);
    throw new InputError([
      {
        what: `Metric "${metric.id}" does not fit the task ${facts.task}`,
        where: place('metric'),
        why: `it scores ${metric.tasks.join(' and ')}; the target is "${facts.targetName}"`,
        mend: `use one of ${fitting.join(', ')}; or name the task too: --task ${metric.tasks.at(-1) ?? ''} --metric ${metric.id}`,
      },
    ]);
  }
  const low = metric.minimumTarget;
  const row = low === undefined ? -1 : facts.target.findIndex((value) => value < low);
  if (row >= 0) {
    throw new InputError([
      {
        what: `Metric "${metric.id}" is not defined for the target "${facts.targetName}"`,
        where: `${facts.trainFile}, row ${row + 1}`,
        why: `the value there is ${String(facts.target[row])}; the smallest allowed is ${String(low)}`,
        mend: 'choose another metric, or correct the row',
      },
    ]);
  }
}

/** Ids of the families that can do the task, only those asked for where the spec names some. @throws InputError */
export function chooseFamilies(
  spec: CompetitionSpec,
  task: TaskKind,
  lookups: Lookups,
  place: Place,
): readonly string[] {
  const known = lookups.families.map(({ id }) => id);
  const unknown = (spec.families ?? []).filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((id) => ({
        what: `Model family "${id}" is unknown`,
        where: place('families'),
        why: `there is no family of that name${didYouMean(id, known)}`,
        mend: `use some of ${known.join(', ')}`,
      })),
    );
  }
  const fitting = lookups.families.filter(({ tasks }) => tasks.includes(task)).map(({ id }) => id);
  const chosen = fitting.filter((id) => spec.families?.includes(id) ?? true);
  if (chosen.length > 0) return chosen;
  throw new InputError([
    {
      what: `No chosen model family can do the task ${task}`,
      where: place('families'),
      why: `the families are ${(spec.families ?? known).join(', ')}`,
      mend: `use some of ${fitting.join(', ')}`,
    },
  ]);
}
