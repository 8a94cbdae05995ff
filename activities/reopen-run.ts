import type { ControlActivities } from '../src/domain/activity-contracts.js';
import { downMsOf } from '../src/domain/run-clock.js';
import { progressOf } from '../src/domain/stored-progress.js';
import type { RunSummary } from '../src/stores/run-store.js';
import type { TrialDetails } from '../src/stores/trial-store.js';
import type { UptimeStore } from '../src/stores/uptime-store.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.reopenRun. */
export function reopenRunActivity(dependencies: ActivityDependencies): ControlActivities['reopenRun'] {
  const { runs, trials, ensembles, uptime, searchAttributes } = dependencies;
  return async ({ runId, opening, extension }) => {
    const [run, stored, rounds, submissions] = await Promise.all([
      runs.getRun(runId),
      trials.listTrials(runId),
      ensembles.listEnsembles(runId),
      ensembles.listSubmissions(runId),
    ]);
    const used = run.seconds ?? (await secondsUntilLost(run, stored, uptime));
    const { plan, usedSeconds } = await runs.reopenRun({ runId, opening, extension, usedSeconds: used });
    return {
      plan,
      searchAttributes,
      usedSeconds,
      next: 1 + Math.max(-1, ...stored.map(({ number }) => number)),
      unfinished: stored.filter(({ state }) => state === 'running').map(({ number }) => number),
      round: 1 + Math.max(-1, ...rounds.map(({ round }) => round)),
      ledger: run.ledger,
      progress: progressOf({ trials: stored, ensembles: rounds, submissions, direction: plan.direction }),
    };
  };
}

/** Running time of a run whose workflow was lost: up to the last trial that began or ended. */
async function secondsUntilLost(
  { startedAt }: RunSummary,
  trials: readonly TrialDetails[],
  uptime: UptimeStore,
): Promise<number> {
  const startMs = startedAt.getTime();
  const signs = trials.flatMap(({ startedAt: began, finishedAt }) => [began, finishedAt ?? began]);
  const endMs = Math.max(startMs, ...signs.map((at) => at.getTime()));
  const gaps = (await uptime.gaps(startMs))
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, endMs) }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
  return (endMs - startMs - downMsOf(gaps, [], startMs)) / 1000;
}
