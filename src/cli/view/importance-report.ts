import type { RunPlan } from '../../domain/competition.js';
import type { TrialRecord } from '../../domain/trial.js';
import type { ModelFamily } from '../../models/model-family.js';
import { lossOf } from '../../search/family-record.js';
import {
  familyImportance,
  importanceOf,
  leastTrialsForImportance,
  type Importance,
} from '../../search/importance.js';
import { textTable } from '../text-table.js';

/** What `podium importance --json` prints. Shares are of the variance of the score, 0 to 1. */
export interface ImportanceReport {
  readonly run: string;
  readonly metric: string;
  /** What the choice of the family explains; null for fewer than two families with scores. */
  readonly family: number | null;
  readonly families: readonly (Partial<Importance> & { readonly family: string; readonly trials: number })[];
}

export function importanceReport(
  { runId, metric, direction, seed, profile }: RunPlan,
  families: readonly ModelFamily[],
  history: readonly TrialRecord[],
): ImportanceReport {
  const scored = history.flatMap((trial) => {
    const loss = lossOf(trial, direction);
    return loss === null ? [] : [{ ...trial, state: 'finished' as const, loss }];
  });
  return {
    run: runId,
    metric,
    family: familyImportance(scored),
    families: families.map(({ id, space }) => {
      const own = scored.filter((trial) => trial.family === id);
      return { family: id, trials: own.length, ...importanceOf(space(profile), own, seed) };
    }),
  };
}

export function importanceText({ run, metric, family, families }: ImportanceReport): readonly string[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const lines = [`${run} · share of the variance of ${metric}`];
  if (family !== null) lines.push(`between families  ${percent(family)}`);
  for (const { family: id, trials, parameters, together } of families) {
    lines.push('', `${id}, ${String(trials)} trials finished`);
    if (parameters === undefined || together === undefined) {
      const few = trials < leastTrialsForImportance;
      lines.push(
        few ? `  at least ${String(leastTrialsForImportance)} are needed` : '  all scores are the same',
      );
      continue;
    }
    const rows = [
      ...parameters.map(({ parameter, share }) => [parameter, percent(share)]),
      ['(several together)', percent(together)],
    ];
    lines.push(...textTable(['parameter', 'share'], rows).map((line) => `  ${line}`));
  }
  return lines;
}
