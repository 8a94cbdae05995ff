import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { FoldResult, TrialOutcome, UnscoredState } from '../src/domain/trial.js';
import type { Deadline, TrialAssignment } from '../src/domain/activity-contracts.js';
import { failureTypes } from '../src/domain/failure-types.js';
import { racedOut } from '../src/domain/race.js';
import { control, cpu, gpu } from './activity-proxies.js';
import { rootFailure } from './root-failure.js';

export interface TrialInput {
  readonly plan: Pick<RunPlan, 'runId' | 'dataset' | 'metric' | 'direction' | 'folds'>;
  readonly assignment: TrialAssignment;
  /** When fits are ended. */
  readonly deadline: Deadline;
}

/**
 * One suggestion through cross-validation: the first fold alone, then the others as slots allow, unless the first is
 * so far behind that the trial is raced out.
 */
export async function trial(input: TrialInput): Promise<TrialOutcome> {
  const { number, family, race } = input.assignment;
  try {
    const first = await trainFold(input, 0);
    const behind = racedOut(race, first.score, input.plan.direction);
    if (behind !== null) {
      return await CancellationScope.nonCancellable(() => closedAs('raced', behind, input, [first]));
    }
    const others = await CancellationScope.cancellable(() =>
      allOrCancel(Array.from({ length: input.plan.folds - 1 }, (_, index) => trainFold(input, index + 1))),
    );
    const folds = [first, ...others];
    const foldScores = folds.map(({ score }) => score);
    return {
      number,
      family,
      state: 'finished',
      score: foldScores.reduce((sum, score) => sum + score, 0) / foldScores.length,
      foldScores,
      seconds: folds.reduce((sum, { seconds }) => sum + seconds, 0),
      failure: null,
    };
  } catch (error) {
    return CancellationScope.nonCancellable(() => closed(input, error));
  }
}

function trainFold(input: TrialInput, fold: number): Promise<FoldResult> {
  const { plan, assignment, deadline } = input;
  const { runId, dataset, metric, folds } = plan;
  const { number, family } = assignment;
  const { trainFold: train } = assignment.device === 'gpu' ? gpu : cpu;
  return train.executeWithOptions({ summary: `${family} #${String(number)}, fold ${String(fold + 1)}` }, [
    {
      ...{ runId, dataset, metric, trial: number, family, fold, folds, deadline },
      timeLimitSeconds: assignment.foldLimitSeconds,
    },
  ]);
}

/** Waits for all; when one fails the rest is cancelled and waited for, then its failure is thrown. */
async function allOrCancel(work: readonly Promise<FoldResult>[]): Promise<FoldResult[]> {
  try {
    return await Promise.all(work);
  } catch (error) {
    CancellationScope.current().cancel();
    await Promise.allSettled(work);
    throw error;
  }
}

function closed(input: TrialInput, error: unknown): Promise<TrialOutcome> {
  const { type, message } = rootFailure(error);
  if (isCancellation(error)) return closedAs('stopped', 'cancelled', input);
  if (type === failureTypes.outOfTime) return closedAs('stopped', message, input);
  return closedAs('failed', message, input, [], { failureType: type });
}

async function closedAs(
  state: UnscoredState,
  reason: string,
  { plan: { runId }, assignment: { number, family } }: TrialInput,
  folds: readonly FoldResult[] = [],
  failureType: { readonly failureType?: string } = {},
): Promise<TrialOutcome> {
  await control.closeTrial({ runId, number, state, reason, ...failureType });
  const foldScores = folds.map(({ score }) => score);
  const seconds = folds.reduce((sum, fold) => sum + fold.seconds, 0);
  return { number, family, state, score: null, foldScores, seconds, failure: reason };
}
