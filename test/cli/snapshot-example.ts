import type { RunSnapshot } from '../../src/cli/run-snapshot.js';
import type { StoredEnsemble } from '../../src/stores/ensemble-store.js';
import type { TrialDetails } from '../../src/stores/trial-store.js';
import { examplePlan } from '../workflows/scripted-activities.js';

export const startedAt = new Date('2026-11-22T13:00:00Z');

export function exampleTrial(
  number: number,
  family: string,
  foldScores: readonly number[],
  state: TrialDetails['state'] = 'finished',
): TrialDetails {
  const finished = state === 'finished';
  return {
    number,
    family,
    parameters: {},
    state,
    score: finished ? foldScores.reduce((a, b) => a + b, 0) / foldScores.length : null,
    seconds: finished ? 2.5 * (number + 1) : null,
    seed: 1,
    sampler: 'portfolio',
    reason: `portfolio item 1 of ${family}`,
    visible: [],
    candidates: [],
    race: null,
    blendRound: null,
    failure: state === 'failed' ? 'training diverged: loss is NaN at epoch 3' : null,
    failureType: state === 'failed' ? 'NotFinite' : null,
    halfBatch: false,
    startedAt: new Date(startedAt.getTime() + 20_000),
    finishedAt: null,
    folds: foldScores.map((score, fold) => ({
      ...{ fold, score, seconds: 0.5 },
      ...{ attempt: 1, artifacts: 'a', note: null },
    })),
  };
}

const ensemble: StoredEnsemble = {
  number: 0,
  blender: 'greedy-selection',
  members: [
    { trial: 0, weight: 0.6 },
    { trial: 1, weight: 0.4 },
  ],
  score: 0.843,
  estimate: 0.8391,
  estimateSd: 0.0187,
  chosen: true,
  round: 0,
  artifacts: 'e',
  createdAt: startedAt,
};

/** A run 36 of 60 minutes in: two finished trials, one failed, one running, one submission. */
export const exampleSnapshot: RunSnapshot = {
  run: {
    id: 'titanic-20261122-130000',
    name: 'titanic',
    path: '/data/titanic',
    status: 'running',
    plan: { ...examplePlan, name: 'titanic', budgetSeconds: 3600, out: '/data/out' },
    startedAt,
    finishedAt: null,
    failure: null,
    ledger: null,
    seconds: null,
    trialsFinished: 2,
    bestScore: 0.8371,
  },
  trials: [
    exampleTrial(0, 'lightgbm', [0.82, 0.84, 0.8513]),
    exampleTrial(1, 'linear', [0.81, 0.8, 0.83]),
    exampleTrial(2, 'residual-mlp', [], 'failed'),
    exampleTrial(3, 'residual-mlp', [0.825], 'running'),
  ],
  ensembles: [ensemble],
  submissions: [
    {
      file: '/data/out/submission.csv',
      rows: 418,
      contentHash: 'h',
      estimate: 0.8391,
      round: 0,
      createdAt: startedAt,
    },
  ],
};
