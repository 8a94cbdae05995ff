import type { FitCheckpoint } from '../domain/fit-checkpoint.js';
import { seededRandom } from '../domain/seeded-random.js';
import { bestSnapshot, type BestSnapshot } from './best-snapshot.js';
import { oneCycle } from './learning-rate.js';
import { meanLoss, type LossName } from './losses.js';
import { forward, type Network, type Snapshot } from './network.js';
import { regularPause } from './regular-pause.js';
import { randomOrder } from './row-order.js';
import { tf, type Scalar, type Tensor2D } from './tensorflow.js';
import { encodeTraining, restoreTraining, trainingStart, type TrainingPlace } from './training-checkpoint.js';
import { disposeTrainingState, trainingState, trainingStep, type TrainingState } from './training-step.js';

/** Rows with their targets, held as tensors for the whole training. */
export interface Examples {
  readonly x: Tensor2D; // [rows × inputs]
  readonly y: Tensor2D; // [rows × outputs]
}

export interface TrainingOptions {
  readonly loss: LossName;
  readonly epochs: number;
  readonly batchRows: number;
  /** Greatest learning rate of the one-cycle schedule. */
  readonly learningRate: number;
  /** Decoupled, on kernels only. */
  readonly weightDecay: number;
  /** Epochs without a better validation loss after which training ends. */
  readonly patienceEpochs: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  progress(done: number, note: string): void;
  /** Where the training goes on from, and keeps how far it is. */
  readonly checkpoint?: FitCheckpoint | undefined;
}

export interface Training {
  /** Values after the epoch with the least validation loss (the last epoch without validation rows). */
  readonly snapshot: Snapshot;
  /** 1 for the first. */
  readonly bestEpoch: number;
  readonly epochs: number;
  /** NaN without validation rows. */
  readonly validationLoss: number;
}

/**
 * Mini-batch training: rows shuffled anew each epoch, whole batches only, validation after each epoch. The
 * caller frees the snapshot. Interrupted and begun again from its checkpoint it gives the same bits.
 * @throws Error 'training diverged: loss is NaN at epoch 3', or the signal's reason when aborted
 */
export async function train(
  network: Network,
  rows: Examples,
  validation: Examples | null,
  options: TrainingOptions,
): Promise<Training> {
  const { loss, epochs, patienceEpochs, seed, signal, checkpoint } = options;
  signal.throwIfAborted();
  const state = trainingState(network, seed, options.weightDecay);
  const averaged: Snapshot = { weights: state.average, statistics: state.statistics };
  const best = bestSnapshot();
  const pause = regularPause(signal, options.progress);
  try {
    const kept = (await checkpoint?.read()) ?? null;
    let place = (kept && restoreTraining(kept, network, state, best)) ?? trainingStart;
    for (; place.epoch <= epochs; place = { ...trainingStart, epoch: place.epoch + 1 }) {
      if (validation !== null && place.epoch - 1 - best.epoch() >= patienceEpochs) break;
      checked(await runEpoch(network, state, best, rows, place, options, pause), place.epoch);
      if (validation === null) continue;
      best.offer(place.epoch, checked(evaluate(network, averaged, validation, loss), place.epoch), averaged);
    }
    const ended = place.epoch - 1;
    if (validation === null) best.offer(ended, 0, averaged);
    return {
      snapshot: best.release(),
      bestEpoch: best.epoch(),
      epochs: ended,
      validationLoss: validation === null ? NaN : best.loss(),
    };
  } finally {
    best.dispose();
    disposeTrainingState(state);
  }
}

/** Takes the steps of an epoch that are not done yet. @returns the mean loss of all of them */
async function runEpoch(
  network: Network,
  state: TrainingState,
  best: BestSnapshot,
  { x, y }: Examples,
  from: TrainingPlace,
  { loss, epochs, batchRows, learningRate, seed, checkpoint }: TrainingOptions,
  pause: (done: number, note: string) => Promise<void>,
): Promise<number> {
  const { epoch } = from;
  const note = `epoch ${epoch}/${epochs}`;
  const order = randomOrder(x.shape[0], seededRandom(seed, 'order of rows', epoch));
  const steps = Math.max(1, Math.floor(order.length / batchRows));
  let sum = tf.scalar(from.lossSum);
  try {
    for (let step = from.step; step < steps; step++) {
      const done = (epoch - 1 + step / steps) / epochs;
      const next: Scalar = tf.tidy(() => {
        const index = tf.tensor1d(order.subarray(step * batchRows, (step + 1) * batchRows), 'int32');
        const rate = tf.scalar(learningRate * oneCycle(done));
        return tf.add(
          sum,
          trainingStep(network, loss, state, tf.gather(x, index), tf.gather(y, index), rate),
        );
      });
      sum.dispose();
      sum = next;
      await pause(done, note);
      if (checkpoint?.isDue() !== true) continue;
      const place = { epoch, step: step + 1, lossSum: sum.dataSync()[0] ?? NaN };
      await checkpoint.write(encodeTraining(state, best, place), note);
    }
    return (sum.dataSync()[0] ?? NaN) / steps;
  } finally {
    sum.dispose();
  }
}

/** Mean loss in inference mode. */
function evaluate(network: Network, at: Snapshot, { x, y }: Examples, loss: LossName): number {
  return tf.tidy(() => meanLoss(loss, forward(network, at, x), y).dataSync()[0] ?? NaN);
}

function checked(loss: number, epoch: number): number {
  if (!Number.isFinite(loss)) throw new Error(`training diverged: loss is ${loss} at epoch ${epoch}`);
  return loss;
}
