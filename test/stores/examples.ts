import type { RunPlan } from '../../src/domain/competition.js';
import type { Suggestion } from '../../src/domain/trial.js';

/** A plan as prepare-data would make it, small. */
export function examplePlan(runId: string, changes: Partial<RunPlan> = {}): RunPlan {
  return {
    runId,
    name: 'titanic',
    task: 'binary',
    metric: 'accuracy',
    direction: 'max',
    output: 'labels',
    target: 'Survived',
    id: 'PassengerId',
    folds: 3,
    seed: 4_294_967_295,
    budgetSeconds: 60,
    maxTrials: null,
    parallelism: 2,
    families: ['lightgbm', 'linear'],
    availableFamilies: ['lightgbm', 'linear'],
    sampler: 'tpe',
    racing: true,
    profile: {
      task: 'binary',
      rows: 891,
      testRows: 418,
      numericColumns: 6,
      categoricalColumns: 4,
      outputs: 1,
    },
    dataset: `runs/${runId}/dataset`,
    dataHash: 'd'.repeat(64),
    foldsHash: 'f'.repeat(64),
    out: '/tmp/out',
    warnings: ['a column is constant'],
    ...changes,
  };
}

export function exampleSuggestion(number: number, changes: Partial<Suggestion> = {}): Suggestion {
  return {
    number,
    family: 'lightgbm',
    parameters: { learningRate: 0.1 + number / 7, leaves: 31, boosting: 'gbdt', balanced: true },
    seed: 4_294_967_295 - number,
    sampler: 'tpe',
    reason: 'tpe: 6 good, 19 other',
    visible: Array.from({ length: number }, (_, i) => i),
    candidates: ['lightgbm', 'linear'],
    race: null,
    blendRound: null,
    ...changes,
  };
}
