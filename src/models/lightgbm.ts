import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataProfile } from '../domain/competition.js';
import type { Parameters } from '../domain/search-space.js';
import { holdOuts, holdOutShare } from '../features/hold-out.js';
import type { Matrix } from '../features/matrix-encoder.js';
import {
  fitTreeEncoder,
  treeEncoderFromJson,
  type TreeEncoder,
  type TreeEncoderState,
} from '../features/tree-encoder.js';
import { boosterFromText, type LightgbmParameters } from '../native/lightgbm.js';
import { regularPause } from '../nn/regular-pause.js';
import { boost, type Boosted, type LabelledRows } from './lightgbm/boosting.js';
import { lightgbmPortfolio, lightgbmSpace } from './lightgbm/space.js';
import type { FitRequest, FittedModel, ModelFamily } from './model-family.js';

/** Up to so many rows the model is fitted again on all of them, held-out ones included. */
const refitRows = 20_000;
/** Up to so many rows the rounds are chosen on several splits: one would hold too few rows to tell. */
const repeatRows = 2500;
/** A round grows a tree for each class. */
const maxTrees = 24_000;

/** Gradient boosted trees by LightGBM's C library (Ke et al., 2017). */
export const lightgbm: ModelFamily = {
  id: 'lightgbm',
  tasks: ['binary', 'multiclass', 'regression'],
  device: 'cpu',
  expectedSeconds,
  space: lightgbmSpace,
  portfolio: lightgbmPortfolio,
  fit,
  load,
};

/** What stands beside the trees in a saved model. */
interface Frame {
  readonly encoder: TreeEncoderState;
  readonly scale: Scale;
  readonly threads: number;
}

/** Trees learn (value − centre) / unit, so that the penalties mean the same for targets of any size. */
interface Scale {
  readonly centre: number;
  readonly unit: number;
}

/** From measured folds of titanic, satimage, california-housing and adult with the first portfolio item. */
function expectedSeconds(profile: DataProfile): number {
  const columns = profile.numericColumns + profile.categoricalColumns;
  const trees = profile.task === 'regression' ? 1500 : 500 * profile.outputs;
  const secondsPerTree = 1e-4 + 1e-5 * columns + 1.2e-8 * profile.rows * columns;
  return trees * secondsPerTree * (profile.rows <= repeatRows ? 4 : 1);
}

async function fit(request: FitRequest): Promise<FittedModel> {
  const encoder = fitTreeEncoder(request.table);
  const scale = targetScale(request);
  const label = Float32Array.from(request.target, (y) => (y - scale.centre) / scale.unit);
  const all = { rows: encoder.encode(request.table), label };
  const { text } = await boostAndRefit(request, all, libraryParameters(request, encoder));
  return fittedModel({ encoder: encoder.toJson(), scale, threads: request.threads }, text);
}

/** Finds the number of rounds on rows held out of the training part, never on the fold to be predicted. */
async function boostAndRefit(
  request: FitRequest,
  all: LabelledRows,
  parameters: LightgbmParameters,
): Promise<Boosted> {
  const { target, seed } = request;
  const rows = target.length;
  const share = holdOutShare(rows);
  const maxRounds = roundCap(request);
  const refits = rows <= refitRows;
  const turn = regularPause(request.signal, (done, note) => request.progress(done, note));
  const splits = holdOuts(target, share, rows <= repeatRows ? Math.floor(1 / share) : 1, seed);
  const stopped = await boost(
    splits.map(({ fit, held }) => ({ fit: takeLabelled(all, fit), held: takeLabelled(all, held) })),
    {
      parameters,
      maxRounds,
      patience: (bestRound) => patience(rows, request.parameters, bestRound),
      turn: (round) => turn((refits ? 0.5 : 1) * (round / maxRounds), `round ${round}`),
    },
  );
  if (!refits) return stopped;
  const rounds = Math.round(stopped.rounds / (1 - share));
  return boost([{ fit: all, held: null }], {
    parameters,
    maxRounds: rounds,
    patience: () => Infinity,
    turn: (round) => turn(0.5 + 0.5 * (round / rounds), `all rows, round ${round}/${rounds}`),
  });
}

/** Every parameter of the space is LightGBM's own and passed through. */
function libraryParameters(request: FitRequest, encoder: TreeEncoder): LightgbmParameters {
  const objective = {
    binary: { objective: 'binary', metric: 'binary_logloss' },
    multiclass: { objective: 'multiclass', metric: 'multi_logloss', num_class: request.outputs },
    regression:
      request.loss === 'absolute'
        ? { objective: 'regression_l1', metric: 'l1' }
        : { objective: 'regression', metric: 'l2' },
  }[request.task];
  return {
    ...objective,
    ...request.parameters,
    bagging_freq: 1,
    num_threads: request.threads,
    seed: request.seed >>> 1, // LightGBM reads a signed number
    deterministic: true,
    force_row_wise: true,
    feature_pre_filter: false,
    ...(encoder.categorical.length > 0 ? { categorical_feature: encoder.categorical.join(',') } : {}),
  };
}

/** Lets a small learning rate arrive: the steps add up to 100 where the bounds on rounds and trees allow it. */
function roundCap({ parameters, outputs }: FitRequest): number {
  const rounds = Math.ceil(100 / Number(parameters['learning_rate'] ?? 0.1));
  return Math.max(200, Math.min(6000, Math.floor(maxTrees / outputs), rounds));
}

/** AutoGluon's adaptive rule, shortened where steps are large. */
function patience(rows: number, parameters: Parameters, bestRound: number): number {
  const simple = Math.max(20, Math.round(300 * Math.min(1, 10000 / rows)));
  const steps = 4 / Number(parameters['learning_rate'] ?? 0.1);
  return Math.max(Math.min(simple, Math.round(steps)), Math.round(0.3 * bestRound + 20));
}

function targetScale({ task, target }: FitRequest): Scale {
  if (task !== 'regression') return { centre: 0, unit: 1 };
  const centre = target.reduce((sum, y) => sum + y / target.length, 0);
  const unit = Math.sqrt(target.reduce((sum, y) => sum + (y - centre) ** 2 / target.length, 0));
  return { centre, unit: unit > 0 ? unit : 1 };
}

function takeLabelled({ rows, label }: LabelledRows, index: Int32Array): LabelledRows {
  const values = new Float64Array(index.length * rows.columns);
  for (const [at, row] of index.entries()) {
    values.set(rows.values.subarray(row * rows.columns, (row + 1) * rows.columns), at * rows.columns);
  }
  return {
    rows: { rows: index.length, columns: rows.columns, values },
    label: Float32Array.from(index, (row) => label[row] ?? NaN),
  };
}

function fittedModel(frame: Frame, text: string): FittedModel {
  const booster = boosterFromText(text);
  const encoder = treeEncoderFromJson(frame.encoder);
  const { centre, unit } = frame.scale;
  return {
    predict: (table) => {
      const rows: Matrix = encoder.encode(table);
      return Promise.resolve(booster.predict(rows, frame.threads).map((y) => y * unit + centre));
    },
    save: async (folder) => {
      await writeFile(join(folder, 'model.txt'), text);
      await writeFile(join(folder, 'frame.json'), JSON.stringify(frame));
    },
    dispose: () => booster.free(),
  };
}

async function load(folder: string): Promise<FittedModel> {
  const frame = JSON.parse(await readFile(join(folder, 'frame.json'), 'utf8')) as Frame;
  return fittedModel(frame, await readFile(join(folder, 'model.txt'), 'utf8'));
}
