import { basename, resolve } from 'node:path';
import type { RunPlan } from '../domain/competition.js';
import { buildDataset } from '../data/build-dataset.js';
import type { Lookups } from '../data/choose-metric.js';
import { hashFiles } from '../data/competition-files.js';
import { writeDataset } from '../data/dataset-file.js';
import { withDuckDb } from '../data/duckdb.js';
import { hashFolds } from '../data/folds.js';
import { openCompetition } from '../data/open-competition.js';
import { defaultMetric, findMetric, metrics } from '../metrics/index.js';
import { loadFamilies } from '../models/load-family.js';
import { withPodiumYaml } from '../podium-yaml.js';
import type { PrepareTask, TaskContext } from './protocol.js';

const defaultBudgetSeconds = 600;

/** Metrics and families of this installation, as preparing and checking a competition need them. */
export async function installedLookups(): Promise<Lookups> {
  return { metrics, findMetric, defaultMetric, families: await loadFamilies() };
}

/** Reads the folder, infers what the spec leaves open, writes the dataset, returns the plan. @throws InputError */
export async function prepare(task: PrepareTask, context: TaskContext): Promise<RunPlan> {
  return prepareCompetition(task, await installedLookups(), context);
}

/** The same with metrics and families given. @throws InputError when spec or files are wrong */
export async function prepareCompetition(
  task: PrepareTask,
  lookups: Lookups,
  context: TaskContext,
): Promise<RunPlan> {
  const placed = await withPodiumYaml({ ...task.spec, path: resolve(task.spec.path) });
  const { spec } = placed;
  const seed = spec.seed ?? 0;
  return withDuckDb(async (db) => {
    context.progress(0, 'reading files');
    const open = await openCompetition(db, placed, lookups);
    context.signal.throwIfAborted();
    context.progress(0.4, 'building columns');
    const { dataset, warnings } = await buildDataset(db, open, { drop: spec.drop ?? [], seed });
    context.signal.throwIfAborted();
    context.progress(0.8, 'writing the dataset');
    await writeDataset(task.datasetFolder, dataset, open.form);
    return {
      runId: task.runId,
      name: spec.name ?? basename(spec.path),
      task: dataset.task,
      metric: open.metric.id,
      direction: open.metric.direction,
      output: open.inferred.output,
      target: open.targetName,
      id: open.id,
      folds: dataset.folds,
      seed,
      budgetSeconds: spec.budgetSeconds ?? defaultBudgetSeconds,
      maxTrials: spec.maxTrials ?? null,
      parallelism: spec.parallelism ?? task.defaultParallelism,
      families: open.families,
      availableFamilies: lookups.families
        .filter(({ tasks }) => tasks.includes(dataset.task))
        .map(({ id }) => id),
      sampler: spec.sampler ?? 'tpe',
      racing: spec.racing ?? true,
      profile: dataset.profile,
      dataset: task.dataset,
      dataHash: await hashFiles(open.files),
      foldsHash: hashFolds(dataset.fold),
      out: resolve(spec.out ?? task.defaultOut),
      warnings,
    };
  });
}
