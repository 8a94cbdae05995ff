import type { RunPlan } from '../src/domain/competition.js';
import type { EnsembleRecord } from '../src/domain/ensemble.js';
import type { Deadline, SubmissionRecord } from '../src/domain/activity-contracts.js';
import { control, urgent } from './activity-proxies.js';

export interface EnsembleInput {
  readonly plan: RunPlan;
  /** 0, 1, 2 … within the run. */
  readonly round: number;
  /** Finalists at most. */
  readonly limit: number;
  /** Honest estimate behind the present submission, which stays unless this round does better. */
  readonly standing: number | null;
  /** When the blend is given up. */
  readonly deadline: Deadline;
}

export interface EnsembleOutput {
  readonly ensemble: EnsembleRecord;
  /** Null when the standing submission is better. */
  readonly submission: SubmissionRecord | null;
  /** Time the blend took in the trainer. */
  readonly seconds: number;
  /** Wall time of writing the submission, waits included; 0 when the standing one stays. */
  readonly writingSeconds: number;
}

/** Chooses finalists, fits and estimates every blender, and replaces the submission where that is better. */
export async function ensemble(input: EnsembleInput): Promise<EnsembleOutput> {
  const { plan, round, standing } = input;
  const { runId, dataset, metric, seed, direction, out } = plan;
  const finalists = await control.chooseFinalists({ runId, direction, limit: input.limit });
  const { ensemble: fitted, seconds } = await urgent.fitBlend.executeWithOptions(
    { summary: `blend of ${String(finalists.length)}` },
    [{ runId, dataset, metric, seed, round, finalists, deadline: input.deadline }],
  );
  const sign = direction === 'min' ? 1 : -1;
  if (standing !== null && sign * (fitted.estimate - standing) >= 0) {
    return { ensemble: fitted, submission: null, seconds, writingSeconds: 0 };
  }
  const startMs = Date.now();
  const submission = await urgent.writeSubmission.executeWithOptions({ summary: 'submission.csv' }, [
    { runId, dataset, metric, round, ensemble: fitted.number, out },
  ]);
  return { ensemble: fitted, submission, seconds, writingSeconds: (Date.now() - startMs) / 1000 };
}
