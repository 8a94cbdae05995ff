import type {
  ControlActivities,
  TrainingActivities,
  WatchActivities,
} from '../src/domain/activity-contracts.js';
import { awaitDataActivity } from './await-data.js';
import { chooseFinalistsActivity } from './choose-finalists.js';
import { closeTrialActivity } from './close-trial.js';
import type { ActivityDependencies } from './dependencies.js';
import { downTimeActivity } from './down-time.js';
import { finishRunActivity } from './finish-run.js';
import { fitBlendActivity } from './fit-blend.js';
import { inspectDataActivity } from './inspect-data.js';
import { prepareDataActivity } from './prepare-data.js';
import { recordBudgetUseActivity } from './record-budget-use.js';
import { recordSkipActivity } from './record-skip.js';
import { reopenRunActivity } from './reopen-run.js';
import { suggestTrialActivity } from './suggest-trial.js';
import { trainFoldActivity } from './train-fold.js';
import { triggerScheduleActivity } from './trigger-schedule.js';
import { writeSubmissionActivity } from './write-submission.js';

/** Light activities, for the queue `podium`. */
export function createControlActivities(dependencies: ActivityDependencies): ControlActivities {
  return {
    suggestTrial: suggestTrialActivity(dependencies),
    downTime: downTimeActivity(dependencies),
    reopenRun: reopenRunActivity(dependencies),
    closeTrial: closeTrialActivity(dependencies),
    chooseFinalists: chooseFinalistsActivity(dependencies),
    finishRun: finishRunActivity(dependencies),
    recordBudgetUse: recordBudgetUseActivity(dependencies),
    recordSkip: recordSkipActivity(dependencies),
  };
}

/** Activities that work in trainer processes, for the queues `podium-cpu` and `podium-gpu`. */
export function createTrainingActivities(dependencies: ActivityDependencies): TrainingActivities {
  return {
    inspectData: inspectDataActivity(dependencies),
    prepareData: prepareDataActivity(dependencies),
    trainFold: trainFoldActivity(dependencies),
    fitBlend: fitBlendActivity(dependencies),
    writeSubmission: writeSubmissionActivity(dependencies),
  };
}

const pollMs = 2_000;
const quietMs = 3_000;

/** Activities that wait, for the queue `podium-watch`. */
export function createWatchActivities(): WatchActivities {
  return {
    awaitData: awaitDataActivity({ pollMs, quietMs }),
    triggerSchedule: triggerScheduleActivity(pollMs),
  };
}
