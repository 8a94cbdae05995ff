import type { TrainingActivities } from '../src/domain/activity-contracts.js';
import type { ActivityDependencies } from './dependencies.js';
import { movedDeadlineMs } from './moved-deadline.js';
import { runInTrainer } from './run-in-trainer.js';

/** See TrainingActivities.fitBlend. */
export function fitBlendActivity(dependencies: ActivityDependencies): TrainingActivities['fitBlend'] {
  const { trials, ensembles, uptime, artifacts, trainers } = dependencies;
  return async (input) => {
    const wanted = new Set(input.finalists);
    const details = (await trials.listTrials(input.runId)).filter(({ number }) => wanted.has(number));
    const key = `runs/${input.runId}/ensembles/round-${String(input.round)}`;
    let startedMs = Date.now();
    const fitted = await runInTrainer(
      trainers,
      {
        kind: 'fit-blend',
        datasetFolder: artifacts.folder(input.dataset),
        metric: input.metric,
        seed: input.seed,
        finalists: details.map(({ number, folds }) => ({
          trial: number,
          foldFolders: folds.map((fold) => artifacts.folder(fold.artifacts)),
        })),
        outFolder: artifacts.folder(key),
      },
      {
        deadlineMs: await movedDeadlineMs(uptime, input.deadline),
        urgent: true,
        onStart: () => {
          startedMs = Date.now();
        },
      },
    );
    const seconds = (Date.now() - startedMs) / 1000;
    const stored = await ensembles.recordRound(
      input.runId,
      input.round,
      fitted.ensembles.map((ensemble) => ({ ...ensemble, artifacts: `${key}/${ensemble.blender}` })),
    );
    const chosen = stored.find((ensemble) => ensemble.chosen);
    if (chosen === undefined) throw new Error(`round ${String(input.round)} chose no ensemble`);
    const { number, blender, members, score, estimate, estimateSd } = chosen;
    return { ensemble: { number, blender, members, score, estimate, estimateSd, chosen: true }, seconds };
  };
}
