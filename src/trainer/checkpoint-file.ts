import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../data/atomic-write.js';

/** First line of a checkpoint file, as JSON; the state follows. */
export interface CheckpointHead {
  /** Of all that the fit depends on: another fit's state is of no use. */
  readonly fingerprint: string;
  /** Attempt that wrote it. */
  readonly attempt: number;
  /** Where the fit was: "epoch 12/40". */
  readonly note: string;
  /** Seconds that the fit had taken, those of earlier attempts that it went on from included. */
  readonly seconds: number;
  /** sha-256 of the state. */
  readonly checksum: string;
}

const longestHead = 4096;
const newline = 10;

/** Writes the file in one rename, through to the disk. */
export async function writeCheckpoint(
  file: string,
  head: Omit<CheckpointHead, 'checksum'>,
  state: Uint8Array,
): Promise<void> {
  const line = `${JSON.stringify({ ...head, checksum: checksumOf(state) })}\n`;
  await writeFileAtomically(file, Buffer.concat([Buffer.from(line), state]));
}

/** Null when there is no file, when it is torn, or when its fingerprint is another. */
export async function readCheckpoint(
  file: string,
  fingerprint: string,
): Promise<{ readonly head: CheckpointHead; readonly state: Uint8Array } | null> {
  const bytes = await readFile(file).catch(() => null);
  const head = bytes === null ? null : headOf(bytes);
  if (bytes === null || head?.fingerprint !== fingerprint) return null;
  const state = bytes.subarray(bytes.indexOf(newline) + 1);
  return checksumOf(state) === head.checksum ? { head, state } : null;
}

/** The first line alone; null when there is none. */
export async function readCheckpointHead(file: string): Promise<CheckpointHead | null> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHead), 0, longestHead, 0);
    return headOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function headOf(bytes: Buffer): CheckpointHead | null {
  const end = bytes.subarray(0, longestHead).indexOf(newline);
  if (end < 0) return null;
  try {
    return JSON.parse(bytes.toString('utf8', 0, end)) as CheckpointHead;
  } catch {
    return null;
  }
}

function checksumOf(state: Uint8Array): string {
  return createHash('sha256').update(state).digest('hex');
}
