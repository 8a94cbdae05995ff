import { seededRandom, type Random } from '../domain/seeded-random.js';
import { bestSnapshot } from './best-snapshot.js';
import { oneCycle } from './learning-rate.js';
import { meanLoss, type LossName } from './losses.js';
import { forward, type Network, type Snapshot } from './network.js';
import { regularPause } from './regular-pause.js';
import { randomOrder } from './row-order.js';
import { tf, type Scalar, type Tensor2D } from './tensorflow.js';
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
 * caller frees the snapshot.
 * @throws Error 'training diverged: loss is NaN at epoch 3', or the signal's reason when aborted
 */
export async function train(
  network: Network,
  rows: Examples,
  validation: Examples | null,
  options: TrainingOptions,
): Promise<Training> {
  const { loss, epochs, patienceEpochs, seed, signal } = options;
  signal.throwIfAborted();
  const state = trainingState(network, seed, options.weightDecay);
  const averaged: Snapshot = { weights: state.average, statistics: state.statistics };
  const best = bestSnapshot();
  const random = seededRandom(seed, 'order of rows');
  const pause = regularPause(signal, options.progress);
  let epoch = 0;
  try {
    while (epoch < epochs && (validation === null || epoch - best.epoch() < patienceEpochs)) {
      epoch += 1;
      checked(await runEpoch(network, state, rows, epoch, random, options, pause), epoch);
      if (validation === null) continue;
      best.offer(epoch, checked(evaluate(network, averaged, validation, loss), epoch), averaged);
    }
    if (validation === null) best.offer(epoch, 0, averaged);
    return {
      snapshot: best.release(),
      bestEpoch: best.epoch(),
      epochs: epoch,
      validationLoss: validation === null ? NaN : best.loss(),
    };
  } finally {
    best.dispose();
    disposeTrainingState(state);
  }
}

async function runEpoch(
  network: Network,
  state: TrainingState,
  { x, y }: Examples,
  epoch: number,
  random: Random,
  { loss, epochs, batchRows, learningRate }: TrainingOptions,
  pause: (done: number, note: string) => Promise<void>,
): Promise<number> {
  const order = randomOrder(x.shape[0], random);
  const steps = Math.max(1, Math.floor(order.length / batchRows));
  let sum = tf.scalar(0);
  try {
    for (let step = 0; step < steps; step++) {
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
      await pause(done, `epoch ${epoch}/${epochs}`);
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
