/**
 * Where a fit keeps how far it is, so that the next attempt at the very same fit goes on from there. What is read
 * back is what was written, whole, by a fit with the same family, parameters, seed, rows and version of the code.
 */
export interface FitCheckpoint {
  /** What an earlier attempt wrote last; null for none. Ask once, at the start, also to say that `write` will follow. */
  read(): Promise<Uint8Array | null>;
  /** Whether it is time to write; cheap, so ask after every step. */
  isDue(): boolean;
  /** Keeps `state` in place of what was kept before. `note` tells people where it is: "epoch 12/40". Never throws. */
  write(state: Uint8Array, note: string): Promise<void>;
}
