import { ApplicationFailure } from '@temporalio/activity';
import type {
  BudgetUseInput,
  ControlActivities,
  CloseTrialInput,
  FinishRunInput,
  RecordSkipInput,
  TrainFoldInput,
  TrainingActivities,
} from '../../src/domain/activity-contracts.js';
import type { RunPlan } from '../../src/domain/competition.js';
import type { EnsembleRecord } from '../../src/domain/ensemble.js';
import { failureTypes } from '../../src/domain/failure-types.js';

export type Activities = ControlActivities & TrainingActivities;

export const examplePlan: RunPlan = {
  runId: 'example',
  name: 'example',
  task: 'binary',
  metric: 'accuracy',
  direction: 'max',
  output: 'labels',
  target: 'y',
  id: 'id',
  folds: 3,
  seed: 0,
  budgetSeconds: 30,
  maxTrials: 4,
  parallelism: 2,
  families: ['linear'],
  availableFamilies: ['linear', 'lightgbm'],
  sampler: 'random',
  racing: true,
  profile: { task: 'binary', rows: 10, testRows: 5, numericColumns: 1, categoricalColumns: 0, outputs: 1 },
  dataset: 'runs/example/dataset',
  dataHash: '',
  foldsHash: '',
  out: '/tmp/example',
  warnings: [],
};

export function scriptedEnsemble(number: number, estimate: number): EnsembleRecord {
  const members = [{ trial: 0, weight: 1 }];
  return { number, blender: 'average', members, score: 0.5, estimate, estimateSd: 0.01, chosen: true };
}

/** What the activities of one test were asked to do. */
export interface Asked {
  readonly folds: TrainFoldInput[];
  readonly closed: CloseTrialInput[];
  readonly ended: FinishRunInput[];
  readonly budgets: BudgetUseInput[];
  readonly skips: RecordSkipInput[];
  readonly rounds: number[];
}

/**
 * Activities that answer at once from memory, so that the tests below see workflow decisions alone; the
 * end-to-end test runs the real ones. Trial n scores n / 100; override any of them.
 */
export function scriptedActivities(
  plan: RunPlan,
  overrides: Partial<Activities> = {},
): { readonly activities: Activities; readonly asked: Asked } {
  const asked: Asked = { folds: [], closed: [], ended: [], budgets: [], skips: [], rounds: [] };
  const activities: Activities = {
    inspectData: () => Promise.resolve({ name: plan.name, dataHash: plan.dataHash, lastRun: null }),
    prepareData: ({ runId }) => Promise.resolve({ plan: { ...plan, runId }, searchAttributes: false }),
    suggestTrial: ({ number }) =>
      Promise.resolve({
        assignment: {
          ...{ number, family: 'linear', device: 'cpu', reason: 'scripted' },
          ...{ foldLimitSeconds: 60, race: null },
        },
        ...{ downMs: 0, unfit: [] },
      }),
    downTime: () => Promise.resolve(0),
    reopenRun: () => Promise.reject(new Error('no run is stored')),
    trainFold: (input) => {
      asked.folds.push(input);
      return Promise.resolve({ fold: input.fold, score: input.trial / 100, seconds: 0.1 });
    },
    closeTrial: (input) => {
      asked.closed.push(input);
      return Promise.resolve();
    },
    chooseFinalists: () => Promise.resolve([0]),
    fitBlend: ({ round }) => {
      asked.rounds.push(round);
      return Promise.resolve({ ensemble: scriptedEnsemble(round, 0.5 + round / 100), seconds: 0.1 });
    },
    writeSubmission: ({ out, round }) =>
      Promise.resolve({
        file: `${out}/submission.csv`,
        rows: 5,
        contentHash: String(round),
        estimate: 0.5 + round / 100,
      }),
    finishRun: (input) => {
      asked.ended.push(input);
      return Promise.resolve();
    },
    recordBudgetUse: (input) => {
      asked.budgets.push(input);
      return Promise.resolve();
    },
    recordSkip: (input) => {
      asked.skips.push(input);
      return Promise.resolve();
    },
    ...overrides,
  };
  return { activities, asked };
}

export function badFit(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, failureTypes.badFit);
}
