import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';

/** See ControlActivities.closeTrial. No attempt at its folds follows, so their checkpoints go. */
export function closeTrialActivity({
  trials,
  artifacts,
}: ActivityDependencies): ControlActivities['closeTrial'] {
  return async ({ runId, number, state, reason, failureType }) => {
    await trials.closeTrial(runId, number, state, reason, failureType);
    const folder = artifacts.folder(`runs/${runId}/trials/${String(number)}`);
    const folds = await readdir(folder).catch(() => []);
    await Promise.all(
      folds.map((fold) => rm(join(folder, fold, 'checkpoint'), { recursive: true, force: true })),
    );
  };
}
