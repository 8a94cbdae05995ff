import type { FitContext, TrainerResults, TrainerTask } from './protocol.js';

/** Handles one task inside the trainer; code of a kind is loaded when its first task comes. */
export async function runTask(
  task: TrainerTask,
  context: FitContext,
): Promise<TrainerResults[keyof TrainerResults]> {
  switch (task.kind) {
    case 'prepare':
      return (await import('./prepare.js')).prepare(task, context);
    case 'fit-fold':
      return (await import('./fit-fold.js')).fitFold(task, context);
    case 'fit-blend':
      return (await import('./fit-blend.js')).fitBlend(task, context);
    case 'write-submission':
      return (await import('./write-submission.js')).writeSubmission(task, context);
  }
}
