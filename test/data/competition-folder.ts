import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Lookups } from '../../src/data/choose-metric.js';
import { withDuckDb } from '../../src/data/duckdb.js';
import { openCompetition, type OpenCompetition } from '../../src/data/open-competition.js';
import { buildDataset, type BuiltDataset } from '../../src/data/build-dataset.js';
import type { CompetitionSpec } from '../../src/domain/competition.js';
import { InputError, type InputProblem } from '../../src/domain/input-error.js';
import { defaultMetric, findMetric, metrics } from '../../src/metrics/index.js';
import { withPodiumYaml } from '../../src/podium-yaml.js';

export const lookups: Lookups = {
  metrics,
  findMetric,
  defaultMetric,
  families: [
    { id: 'lightgbm', tasks: ['binary', 'multiclass', 'regression'] },
    { id: 'linear', tasks: ['binary', 'multiclass', 'regression'] },
    { id: 'two-class-only', tasks: ['binary'] },
  ],
};

/** Writes files (name → text or bytes) into a fresh folder that goes when the test ends. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'podium-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** CSV text of rows made by a function of the row number. */
export function csv(header: string, rows: number, row: (at: number) => string): string {
  return [header, ...Array.from({ length: rows }, (_, at) => row(at))].join('\n') + '\n';
}

/** A sound binary competition of 40 training and 10 test rows, with some files replaced. */
export function smallCompetition(
  replaced: Readonly<Record<string, string | Uint8Array>> = {},
): Record<string, string | Uint8Array> {
  return {
    'train.csv': csv('id,x,colour,y', 40, (at) => `${at},${at * 1.5},${at % 3 ? 'red' : 'blue'},${at % 2}`),
    'test.csv': csv('id,x,colour', 10, (at) => `${100 + at},${at + 0.25},red`),
    'sample_submission.csv': csv('id,y', 10, (at) => `${100 + at},0`),
    ...replaced,
  };
}

export async function opened(folder: string, spec: Partial<CompetitionSpec> = {}): Promise<OpenCompetition> {
  const placed = await withPodiumYaml({ ...spec, path: folder });
  return withDuckDb((db) => openCompetition(db, placed, lookups));
}

export async function built(folder: string, spec: Partial<CompetitionSpec> = {}): Promise<BuiltDataset> {
  const placed = await withPodiumYaml({ ...spec, path: folder });
  return withDuckDb(async (db) => {
    const open = await openCompetition(db, placed, lookups);
    return buildDataset(db, open, { drop: placed.spec.drop ?? [], seed: placed.spec.seed ?? 0 });
  });
}

/** The problems a promise is refused with. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly InputProblem[]> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof InputError) return error.problems;
  throw error;
}
