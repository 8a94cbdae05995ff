import type { Snapshot } from './network.js';
import { tf } from './tensorflow.js';

/** Keeps a copy of the variables at the epoch with the least loss: early stopping goes back to it. */
export interface BestSnapshot {
  /** 0 before the first offer. */
  epoch(): number;
  loss(): number;
  /** The copy, still owned here; null before the first offer. */
  kept(): Snapshot | null;
  /** Copies the variables when the loss is the least so far. */
  offer(epoch: number, loss: number, at: Snapshot): void;
  /** Hands the copy over to the caller, who frees it. @throws Error when nothing was kept */
  release(): Snapshot;
  dispose(): void;
}

export function bestSnapshot(): BestSnapshot {
  let kept: Snapshot | null = null;
  let epoch = 0;
  let loss = Infinity;
  const dispose = (): void => {
    if (kept !== null) tf.dispose([kept.weights, kept.statistics]);
    kept = null;
  };
  return {
    epoch: () => epoch,
    loss: () => loss,
    kept: () => kept,
    offer(offeredEpoch, offeredLoss, at) {
      if (!(offeredLoss < loss)) return;
      dispose();
      kept = { weights: tf.keep(tf.clone(at.weights)), statistics: tf.keep(tf.clone(at.statistics)) };
      epoch = offeredEpoch;
      loss = offeredLoss;
    },
    release() {
      if (kept === null) throw new Error('no epoch had a finite loss');
      const released = kept;
      kept = null;
      return released;
    },
    dispose,
  };
}
