import type { RunSummary } from '../stores/run-store.js';
import type { StoredEnsemble, StoredSubmission } from '../stores/ensemble-store.js';
import type { TrialDetails } from '../stores/trial-store.js';
import type { Stores } from '../stores/postgres/index.js';
import { NotFoundError } from '../stores/store-errors.js';

/** All that views show of a run, read at one moment. */
export interface RunSnapshot {
  readonly run: RunSummary;
  readonly trials: readonly TrialDetails[];
  readonly ensembles: readonly StoredEnsemble[];
  readonly submissions: readonly StoredSubmission[];
}

/** Null while the run's data is still being prepared. */
export async function readSnapshot(stores: Stores, runId: string): Promise<RunSnapshot | null> {
  try {
    const [run, trials, ensembles, submissions] = await Promise.all([
      stores.runs.getRun(runId),
      stores.trials.listTrials(runId),
      stores.ensembles.listEnsembles(runId),
      stores.ensembles.listSubmissions(runId),
    ]);
    return { run, trials, ensembles, submissions };
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** The ensemble behind the present submission, or null. */
export function standingEnsemble(snapshot: RunSnapshot): StoredEnsemble | null {
  const round = snapshot.submissions.at(-1)?.round;
  return snapshot.ensembles.find((ensemble) => ensemble.round === round && ensemble.chosen) ?? null;
}

/** Finished trials, best first. */
export function rankedTrials(snapshot: RunSnapshot): readonly TrialDetails[] {
  const sign = snapshot.run.plan.direction === 'min' ? 1 : -1;
  return snapshot.trials
    .filter(({ score }) => score !== null)
    .sort((a, b) => sign * ((a.score ?? NaN) - (b.score ?? NaN)) || a.number - b.number);
}
