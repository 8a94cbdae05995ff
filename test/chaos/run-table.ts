import type { Query } from './chaos-home.js';

/** What must not depend on kills: all that a run found, without times. */
export interface RunTable {
  readonly status: string;
  readonly trials: readonly TrialRow[];
}

export interface TrialRow {
  readonly number: number;
  readonly family: string;
  readonly parameters: unknown;
  readonly seed: string;
  readonly sampler: string;
  readonly visible: readonly number[];
  readonly state: string;
  readonly score: number | null;
  /** Finished folds in order. */
  readonly folds: readonly { readonly fold: number; readonly score: number }[];
}

export async function readRunTable(query: Query, runId: string): Promise<RunTable> {
  const [run] = await query<{ status: string }>('select status from runs where id = $1', [runId]);
  const trials = await query<TrialRow>(
    `select number, family, parameters, seed, sampler, visible, state, score, coalesce((
       select json_agg(json_build_object('fold', fold, 'score', score) order by fold) from folds
       where folds.run_id = trials.run_id and trial = number and folds.state = 'finished'), '[]') as folds
     from trials where run_id = $1 order by number`,
    [runId],
  );
  return { status: run?.status ?? 'absent', trials };
}

/** One line for each field of a trial that differs between two runs of the same spec; empty when equal. */
export function tableDifferences(expected: RunTable, actual: RunTable): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    const [left, right] = [canonical(a), canonical(b)];
    if (left !== right) found.push(`${what}: ${left} undisturbed, ${right} with kills`);
  };
  compare('status of the run', expected.status, actual.status);
  compare('number of trials', expected.trials.length, actual.trials.length);
  for (const trial of expected.trials) {
    const other = actual.trials.find(({ number }) => number === trial.number);
    if (other === undefined) {
      found.push(`trial ${trial.number}: absent with kills`);
      continue;
    }
    for (const field of Object.keys(trial) as (keyof TrialRow)[]) {
      compare(`trial ${trial.number}, ${field}`, trial[field], other[field]);
    }
  }
  return found;
}

/** The same fits of two runs: those of trials with the same family, parameters and seed. */
export interface SameFits {
  readonly compared: number;
  /** One line for each whose score differs. */
  readonly differences: readonly string[];
}

/** Compares scores where trials ran side by side, so that the runs need not have tried the same in the same order. */
export function compareSameFits(expected: RunTable, actual: RunTable): SameFits {
  const key = ({ family, parameters, seed }: TrialRow): string => canonical([family, parameters, seed]);
  const others = new Map(actual.trials.map((trial) => [key(trial), trial]));
  const pairs = expected.trials.flatMap((trial) => {
    const other = others.get(key(trial));
    return trial.folds.flatMap(({ fold, score }) => {
      const again = other?.folds.find((each) => each.fold === fold);
      return again === undefined ? [] : [{ number: trial.number, fold, score, again: again.score }];
    });
  });
  return {
    compared: pairs.length,
    differences: pairs
      .filter(({ score, again }) => score !== again)
      .map(
        ({ number, fold, score, again }) =>
          `trial ${number}, fold ${fold}: ${score} undisturbed, ${again} with kills`,
      ),
  };
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
