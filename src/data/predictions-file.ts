import { writeFileAtomically } from './atomic-write.js';
import { readFloats } from './column-files.js';

/** Reads predictions [rows × outputs], float64. @throws Error when the file is missing or torn */
export async function readPredictions(file: string): Promise<Float64Array> {
  return readFloats(file);
}

/** Writes predictions [rows × outputs] as raw little-endian float64, in one rename. */
export async function writePredictions(file: string, values: Float64Array): Promise<void> {
  await writeFileAtomically(file, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
}
