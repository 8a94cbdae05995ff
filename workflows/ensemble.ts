import type { RunPlan } from '../src/domain/competition.js';
import type { EnsembleRecord } from '../src/domain/ensemble.js';
import type { SubmissionRecord } from '../src/domain/activity-contracts.js';
import { control, urgent } from './activity-proxies.js';

export interface EnsembleInput {
  readonly plan: RunPlan;
  /** 0, 1, 2 … within the run. */
  readonly round: number;
  /** Finalists at most. */
  readonly limit: number;
  /** Honest estimate behind the present submission, which stays unless this round does better. */
  readonly standing: number | null;
  /** Milliseconds since the epoch after which the blend is given up. */
  readonly deadlineMs: number;
}

export interface EnsembleOutput {
  readonly ensemble: EnsembleRecord;
  /** Null when the standing submission is better. */
  readonly submission: SubmissionRecord | null;
  /** Time the blend took in the trainer. */
  readonly seconds: number;
}

/** Chooses finalists, fits and estimates every blender, and replaces the submission where that is better. */
export async function ensemble(input: EnsembleInput): Promise<EnsembleOutput> {
  const { plan, round, standing } = input;
  const { runId, dataset, metric, seed, direction, out } = plan;
  const finalists = await control.chooseFinalists({ runId, direction, limit: input.limit });
  const { ensemble: fitted, seconds } = await urgent.fitBlend.executeWithOptions(
    { summary: `blend of ${String(finalists.length)}` },
    [{ runId, dataset, metric, seed, round, finalists, deadlineMs: input.deadlineMs }],
  );
  const sign = direction === 'min' ? 1 : -1;
  if (standing !== null && sign * (fitted.estimate - standing) >= 0) {
    return { ensemble: fitted, submission: null, seconds };
  }
  const submission = await urgent.writeSubmission.executeWithOptions({ summary: 'submission.csv' }, [
    { runId, dataset, metric, round, ensemble: fitted.number, out },
  ]);
  return { ensemble: fitted, submission, seconds };
}
