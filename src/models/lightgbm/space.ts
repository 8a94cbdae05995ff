import type { DataProfile } from '../../domain/competition.js';
import type { Parameters, SearchSpace } from '../../domain/search-space.js';

/**
 * TabArena's space (autogluon/tabarena) under LightGBM's own names. Small tables get fewer leaves; the
 * category parameters exist where categories do.
 */
export function lightgbmSpace(profile: DataProfile): SearchSpace {
  const { leaves, leafRows } = limits(profile);
  const numbers: SearchSpace = {
    learning_rate: { kind: 'float', low: 0.005, high: 0.1, log: true },
    num_leaves: { kind: 'int', low: 2, high: leaves, log: true },
    min_data_in_leaf: { kind: 'int', low: 1, high: leafRows, log: true },
    extra_trees: { kind: 'categorical', choices: [false, true] },
    feature_fraction: { kind: 'float', low: 0.4, high: 1 },
    bagging_fraction: { kind: 'float', low: 0.7, high: 1 },
    lambda_l1: { kind: 'float', low: 0, high: 1 },
    lambda_l2: { kind: 'float', low: 0, high: 2 },
  };
  if (profile.categoricalColumns === 0) return numbers;
  return {
    ...numbers,
    min_data_per_group: { kind: 'int', low: 2, high: 100, log: true },
    cat_l2: { kind: 'float', low: 0.005, high: 10, log: true },
    cat_smooth: { kind: 'float', low: 0.001, high: 100, log: true },
    max_cat_to_onehot: { kind: 'int', low: 4, high: 100, log: true },
  };
}

/** Known-good settings, cut to the bounds of the space. */
export function lightgbmPortfolio(profile: DataProfile): readonly Parameters[] {
  const { leaves, leafRows } = limits(profile);
  const tunedDefault = profile.task === 'regression' ? regressionDefault : classificationDefault;
  return [tunedDefault, ...autogluon].map((row) => ({
    learning_rate: row[1],
    num_leaves: Math.min(leaves, row[2]),
    min_data_in_leaf: Math.min(leafRows, row[3]),
    extra_trees: row[0] === 'extra',
    feature_fraction: row[4],
    bagging_fraction: row[5],
    lambda_l1: row[6],
    lambda_l2: row[7],
    ...(profile.categoricalColumns > 0 ? categoryDefaults : {}),
  }));
}

function limits(profile: DataProfile): { leaves: number; leafRows: number } {
  return {
    leaves: Math.max(8, Math.min(200, Math.round(profile.rows / 4))),
    leafRows: Math.max(2, Math.min(64, Math.round(profile.rows / 10))),
  };
}

/** LightGBM's own defaults. */
const categoryDefaults = { min_data_per_group: 100, cat_l2: 10, cat_smooth: 10, max_cat_to_onehot: 4 };

/** Splits, learning rate, leaves, rows a leaf, feature and bagging fraction, L1, L2. */
type Row = readonly ['best' | 'extra', number, number, number, number, number, number, number];

/** The tuned defaults of "Better by default" (Holzmüller et al., 2024). */
const classificationDefault: Row = ['best', 0.04, 50, 40, 1, 0.75, 0, 0];
const regressionDefault: Row = ['best', 0.05, 100, 3, 1, 0.7, 0, 0];

/**
 * AutoGluon's learnt portfolios of 2025 and 2023 and its "large" preset, without generated features; unlike and
 * quick ones first.
 */
const autogluon: readonly Row[] = [
  ['extra', 0.0537, 32, 1, 0.497, 0.992, 0.797, 1.22],
  ['best', 0.0398, 16, 1, 0.579, 0.959, 0.938, 0.99],
  ['extra', 0.0179, 39, 3, 0.462, 0.877, 0.238, 0.355],
  ['best', 0.0114, 84, 3, 0.528, 0.978, 0.027, 0.838],
  ['best', 0.0134, 20, 2, 0.425, 0.711, 0.514, 0.513],
  ['best', 0.0351, 64, 1, 0.668, 0.928, 0.0125, 0.716],
  ['extra', 0.018, 180, 12, 0.404, 0.95, 0.766, 1.6],
  ['best', 0.0079, 8, 24, 0.94, 0.815, 0.437, 0.3],
  ['best', 0.00907, 2, 17, 0.588, 0.841, 0.079, 0.771],
  ['extra', 0.0413, 128, 9, 0.619, 0.884, 0.651, 1.74],
  ['extra', 0.0127, 5, 12, 0.733, 0.854, 0.241, 0.298],
  ['best', 0.03, 128, 3, 0.9, 1, 0, 0],
  ['extra', 0.0193, 64, 28, 0.553, 0.992, 0.914, 1.9],
];
