import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataProfile } from '../domain/competition.js';
import type { Parameters, SearchSpace } from '../domain/search-space.js';
import {
  fitMatrixEncoder,
  matrixEncoderFromJson,
  type MatrixEncoderState,
} from '../features/matrix-encoder.js';
import { regularPause } from '../nn/regular-pause.js';
import { fitLogistic, logisticProbabilities } from './linear/logistic.js';
import { fitAbsolute, fitRidge } from './linear/ridge.js';
import { linearScores, sparseRows, type SparseRows } from './linear/sparse-rows.js';
import type { FitRequest, FittedModel, ModelFamily } from './model-family.js';

/** Ridge, logistic and multinomial regression on one-hot and standardised columns. */
export const linear: ModelFamily = {
  id: 'linear',
  tasks: ['binary', 'multiclass', 'regression'],
  device: 'cpu',
  expectedSeconds,
  space,
  portfolio,
  fit,
  load,
};

/** A saved model; plain data. */
interface Saved {
  readonly encoder: MatrixEncoderState;
  readonly task: FitRequest['task'];
  readonly outputs: number;
  /** Of the standardised target for regression. */
  readonly coefficients: readonly number[]; // [outputs × (columns + 1)]
  readonly targetMean: number;
  readonly targetDeviation: number;
}

const maxIterations = 200;

function expectedSeconds(profile: DataProfile): number {
  const cells = profile.rows * (profile.numericColumns + profile.categoricalColumns);
  return 0.05 + cells * (profile.task === 'regression' ? 3e-7 : 2e-6 * profile.outputs);
}

/** `inverse_regularisation` is scikit-learn's C, and 1/alpha of its Ridge on a target of deviation 1. */
function space(profile: DataProfile): SearchSpace {
  return {
    inverse_regularisation: { kind: 'float', low: 1e-4, high: 1e3, log: true },
    numeric: { kind: 'categorical', choices: ['standard', 'quantile-normal'] },
    ...(profile.categoricalColumns === 0
      ? {}
      : { max_levels: { kind: 'int', low: 4, high: 256, log: true } }),
  };
}

function portfolio(profile: DataProfile): readonly Parameters[] {
  const settings = [
    [1, 'standard', 16],
    [30, 'quantile-normal', 16],
    [0.1, 'standard', 64],
    [1, 'quantile-normal', 64],
    [10, 'standard', 32],
    [0.01, 'standard', 256],
  ] as const;
  return settings.map(([inverse_regularisation, numeric, max_levels]) => ({
    inverse_regularisation,
    numeric,
    ...(profile.categoricalColumns === 0 ? {} : { max_levels }),
  }));
}

async function fit(request: FitRequest): Promise<FittedModel> {
  const { task, outputs, parameters, table } = request;
  const encoder = fitMatrixEncoder(table, {
    numeric: parameters['numeric'] === 'standard' ? 'standard' : 'quantile-normal',
    maxLevels: Number(parameters['max_levels'] ?? 64),
  });
  const x = sparseRows(encoder.encode(table));
  const scale = task === 'regression' ? moments(request.target) : { mean: 0, deviation: 1 };
  const target = request.target.map((y) => (y - scale.mean) / scale.deviation);
  const coefficients = await fitCoefficients(request, x, target);
  if (!coefficients.every(Number.isFinite)) throw new Error('the linear fit diverged');
  return fittedModel({
    encoder: encoder.toJson(),
    task,
    outputs,
    coefficients: [...coefficients],
    targetMean: scale.mean,
    targetDeviation: scale.deviation,
  });
}

async function fitCoefficients(
  request: FitRequest,
  x: SparseRows,
  target: Float64Array,
): Promise<Float64Array> {
  const turn = regularPause(request.signal, (done, note) => request.progress(done, note));
  await turn(0, `${x.columns} columns`);
  const inverse = Number(request.parameters['inverse_regularisation'] ?? 1);
  if (request.task === 'regression') {
    const solve = request.loss === 'absolute' ? fitAbsolute : fitRidge;
    return solve(x, target, 1 / inverse, () => turn(0.5, 'least squares'));
  }
  return fitLogistic(x, target, request.outputs, inverse, {
    tolerance: 1e-5,
    maxIterations,
    turn: (iteration) => turn(iteration / maxIterations, `iteration ${iteration}/${maxIterations}`),
  });
}

function moments(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, y) => sum + y / values.length, 0);
  const deviation = Math.sqrt(values.reduce((sum, y) => sum + (y - mean) ** 2 / values.length, 0));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

function fittedModel(saved: Saved): FittedModel {
  const encoder = matrixEncoderFromJson(saved.encoder);
  const coefficients = Float64Array.from(saved.coefficients);
  return {
    predict: (table) => {
      const x = sparseRows(encoder.encode(table));
      return Promise.resolve(
        saved.task === 'regression'
          ? linearScores(x, coefficients, 1).map((y) => y * saved.targetDeviation + saved.targetMean)
          : logisticProbabilities(x, coefficients, saved.outputs),
      );
    },
    save: (folder) => writeFile(join(folder, 'model.json'), JSON.stringify(saved)),
    dispose: () => undefined,
  };
}

async function load(folder: string): Promise<FittedModel> {
  return fittedModel(JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as Saved);
}
