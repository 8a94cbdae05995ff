import type { OutputForm, TaskKind } from '../domain/competition.js';
import type { Lookups } from './choose-metric.js';
import { withDuckDb } from './duckdb.js';
import { openCompetition, type PlacedSpec } from './open-competition.js';

/** What a run on the folder would do, said before anything starts. */
export interface CompetitionCheck {
  readonly id: string;
  readonly target: string;
  readonly task: TaskKind;
  readonly output: OutputForm;
  readonly metric: string;
  readonly families: readonly string[];
  readonly trainRows: number;
  readonly testRows: number;
  readonly classes: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads the files and infers the task without writing anything. @throws InputError */
export async function checkCompetition(placed: PlacedSpec, lookups: Lookups): Promise<CompetitionCheck> {
  return withDuckDb(async (db) => {
    const open = await openCompetition(db, placed, lookups);
    return {
      id: open.id,
      target: open.targetName,
      task: open.inferred.task,
      output: open.inferred.output,
      metric: open.metric.id,
      families: open.families,
      trainRows: open.labelledRows.length,
      testRows: open.test.rows,
      classes: open.inferred.classes,
      warnings: open.warnings,
    };
  });
}
