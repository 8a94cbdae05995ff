import { join } from 'node:path';
import type { FitCheckpoint } from '../domain/fit-checkpoint.js';
import {
  readCheckpoint,
  readCheckpointHead,
  writeCheckpoint,
  type CheckpointHead,
} from './checkpoint-file.js';
import type { CheckpointPlace, Leave } from './protocol.js';

/** Share of a fit's time that its checkpoints may take. */
const largestShare = 0.02;

export interface FoldCheckpoint extends FitCheckpoint {
  /** What the fit went on from; null when it began at its beginning. */
  resumed(): Pick<CheckpointHead, 'attempt' | 'note' | 'seconds'> | null;
}

/**
 * The checkpoint of a fold: one file that all its attempts share. Written each `place.everyMs`, or more seldom where
 * writing is slow, and at once when the process must end. A checkpoint that cannot be read or written costs
 * progress, never the fit. The fingerprint is asked for by fits that read.
 */
export function foldCheckpoint(
  place: CheckpointPlace,
  fingerprintOf: () => string,
  leave: Leave,
): FoldCheckpoint {
  const file = join(place.folder, 'state.bin');
  const { attempt } = place;
  let fingerprint = '';
  let resumed: CheckpointHead | null = null;
  let begunMs = performance.now();
  let nextMs = Infinity;
  let dueMs = Infinity;
  return {
    resumed: () => resumed,
    async read() {
      fingerprint = fingerprintOf();
      const found = await readCheckpoint(file, fingerprint);
      resumed = found?.head ?? null;
      begunMs = performance.now();
      nextMs = begunMs + place.everyMs;
      leave.prepare();
      return found?.state ?? null;
    },
    isDue() {
      dueMs = performance.now();
      return leave.asked() || dueMs >= nextMs;
    },
    async write(state, note) {
      const seconds = (resumed?.seconds ?? 0) + (dueMs - begunMs) / 1000;
      await unlessNewer(file, attempt, () =>
        writeCheckpoint(file, { fingerprint, attempt, note, seconds }, state),
      ).catch(() => undefined);
      if (leave.asked()) leave.now();
      const nowMs = performance.now();
      nextMs = nowMs + Math.max(place.everyMs, (nowMs - dueMs) / largestShare);
    },
  };
}

/**
 * An attempt that was given up and still runs keeps its state to itself. Should it come between the look and the
 * rename, an older state of the same fit stands: less progress, the same result.
 */
async function unlessNewer(file: string, attempt: number, write: () => Promise<void>): Promise<void> {
  const standing = await readCheckpointHead(file);
  if ((standing?.attempt ?? 0) <= attempt) await write();
}
