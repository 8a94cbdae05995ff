import type { BestSnapshot } from './best-snapshot.js';
import type { Network } from './network.js';
import { tf, type Tensor, type Variable1D } from './tensorflow.js';
import type { TrainingState } from './training-step.js';

/** Where a training stands between two steps. */
export interface TrainingPlace {
  /** 1 for the first. */
  readonly epoch: number;
  /** Steps of the epoch that are done. */
  readonly step: number;
  /** Sum of the losses of these steps, float32. */
  readonly lossSum: number;
}

export const trainingStart: TrainingPlace = { epoch: 1, step: 0, lossSum: 0 };

interface Head {
  readonly epoch: number;
  readonly step: number;
  readonly best: { readonly epoch: number; readonly loss: number } | null;
}

/**
 * All that the rest of a training depends on, bit for bit: weights, their average, statistics, moments, the number
 * of steps, and the best snapshot. Random numbers are functions of (seed, epoch) and (seed, step): they need no place.
 * Layout: length of the head (4 bytes), head (JSON), float32 values.
 */
export function encodeTraining(state: TrainingState, best: BestSnapshot, place: TrainingPlace): Uint8Array {
  const kept = best.kept();
  const head: Head = {
    epoch: place.epoch,
    step: place.step,
    best: kept === null ? null : { epoch: best.epoch(), loss: best.loss() },
  };
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const tensors: readonly Tensor[] = [
    ...variables(state),
    state.step,
    ...(kept === null ? [] : [kept.weights, kept.statistics]),
  ];
  const values = tensors.map((tensor) => bytesOf(tensor.dataSync() as Float32Array));
  return Buffer.concat([length, text, bytesOf(Float32Array.of(place.lossSum)), ...values]);
}

/** Puts a training back where `encodeTraining` saw it; null, and nothing changed, for bytes of another network. */
export function restoreTraining(
  bytes: Uint8Array,
  network: Network,
  state: TrainingState,
  best: BestSnapshot,
): TrainingPlace | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = 4 + buffer.readUInt32LE(0);
  const head = JSON.parse(buffer.toString('utf8', 4, from)) as Head;
  const values = new Float32Array(Uint8Array.from(buffer.subarray(from)).buffer); // a copy starts at a whole word
  const sizes = variables(state).map(({ size }) => size);
  const snapshot = head.best === null ? 0 : network.weights.length + network.statistics.length;
  if (values.length !== 2 + snapshot + sizes.reduce((sum, size) => sum + size, 0)) return null;
  let at = 0;
  const take = (size: number): Float32Array => values.subarray(at, (at += size));
  const [lossSum = 0] = take(1);
  tf.tidy(() => {
    for (const variable of variables(state)) variable.assign(tf.tensor1d(take(variable.size)));
    state.step.assign(tf.scalar(take(1)[0] ?? 0));
    if (head.best === null) return;
    const weights = tf.tensor1d(take(network.weights.length));
    const statistics = tf.tensor1d(take(network.statistics.length));
    best.offer(head.best.epoch, head.best.loss, { weights, statistics });
  });
  return { epoch: head.epoch, step: head.step, lossSum };
}

function variables(state: TrainingState): readonly Variable1D[] {
  return [state.weights, state.average, state.statistics, ...state.optimiser.moments];
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
