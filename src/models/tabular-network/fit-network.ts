import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takeRows, type Table } from '../../data/dataset.js';
import { holdOuts, holdOutShare } from '../../features/hold-out.js';
import {
  fitMatrixEncoder,
  matrixEncoderFromJson,
  type MatrixEncoder,
  type MatrixEncoderState,
} from '../../features/matrix-encoder.js';
import {
  decodeOutput,
  encodeTarget,
  fitTargetCoding,
  trainingLoss,
  type TargetCoding,
} from '../../nn/target-coding.js';
import type * as TrainedNetworks from '../../nn/trained-network.js';
import type { NetworkShape, Rows, TrainedNetwork } from '../../nn/trained-network.js';
import type { FitRequest, FittedModel } from '../model-family.js';

/** How a network is trained; the architecture stands apart. */
export interface TrainingSettings {
  readonly numeric: 'standard' | 'quantile-normal';
  readonly epochs: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Rows of a mini-batch, unless the request names others. */
  readonly batchRows: number;
}

/** What stands beside the weights in a saved model. */
interface Frame {
  readonly encoder: MatrixEncoderState;
  readonly shape: NetworkShape;
  readonly coding: TargetCoding;
}

/**
 * Encodes the table, holds some rows out to choose the epoch by, and trains. `architecture` gives the network for
 * a number of encoded columns.
 */
export async function fitNetwork(
  request: FitRequest,
  settings: TrainingSettings,
  architecture: (ends: {
    readonly inputs: number;
    readonly outputs: number;
    readonly seed: number;
  }) => NetworkShape,
): Promise<FittedModel> {
  const { task, outputs, table, target, seed, signal } = request;
  const { epochs, learningRate, weightDecay } = settings;
  signal.throwIfAborted();
  const encoder = fitMatrixEncoder(table, { numeric: settings.numeric });
  const coding = fitTargetCoding(task, outputs, target);
  const shape = architecture({ inputs: encoder.columns, outputs, seed });
  const [split] = holdOuts(target, holdOutShare(table.rows), 1, seed);
  const rows = (index: Int32Array): Rows => ({
    x: encodeRows(encoder, takeRows(table, index)),
    y: encodeTarget(
      coding,
      Float64Array.from(index, (row) => target[row] ?? NaN),
    ),
  });
  const training = split?.fit ?? Int32Array.from(target.keys());
  const { trainNetwork } = await loadNetworks(request.threads);
  const held = split === undefined || split.held.length === 0 ? null : rows(split.held);
  const trained = await trainNetwork(shape, rows(training), held, {
    loss: trainingLoss(task, request.loss === 'absolute'),
    epochs,
    batchRows: request.batchRows ?? settings.batchRows,
    learningRate,
    weightDecay,
    patienceEpochs: Math.max(5, Math.ceil(epochs / 3)),
    seed,
    signal,
    progress: (done, note) => request.progress(done, note),
    checkpoint: request.checkpoint,
  });
  return fittedModel({ encoder: encoder.toJson(), shape, coding }, trained);
}

function fittedModel(frame: Frame, network: TrainedNetwork): FittedModel {
  const encoder = matrixEncoderFromJson(frame.encoder);
  return {
    predict: async (table) => decodeOutput(frame.coding, await network.predict(encodeRows(encoder, table))),
    save: async (folder) => {
      await writeFile(join(folder, 'weights.bin'), network.values);
      await writeFile(join(folder, 'frame.json'), JSON.stringify(frame));
    },
    dispose: () => network.dispose(),
  };
}

/** Opens what a model of `fitNetwork` saved. */
export async function loadNetwork(folder: string): Promise<FittedModel> {
  const frame = JSON.parse(await readFile(join(folder, 'frame.json'), 'utf8')) as Frame;
  const bytes = await readFile(join(folder, 'weights.bin'));
  const values = new Float32Array(Uint8Array.from(bytes).buffer);
  const { restoreNetwork } = await loadNetworks(1);
  return fittedModel(frame, restoreNetwork(frame.shape, values));
}

function encodeRows(encoder: MatrixEncoder, table: Table): Float32Array {
  return Float32Array.from(encoder.encode(table).values); // [rows × encoder.columns]
}

/**
 * TensorFlow comes with the first network, not with the list of families. The threads are those of the first
 * fit in the process, unless its environment has set them.
 */
async function loadNetworks(threads: number): Promise<typeof TrainedNetworks> {
  process.env['TF_NUM_INTRAOP_THREADS'] ??= String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] ??= '1';
  return import('../../nn/trained-network.js');
}
