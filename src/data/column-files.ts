import { readFile, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';

/** Writes arrays one after the other, little-endian. */
export async function writeArrays(
  file: string,
  arrays: readonly (Float64Array | Int32Array)[],
): Promise<void> {
  assertLittleEndian();
  const bytes = arrays.map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  await writeFile(file, Buffer.concat(bytes), { flush: true });
}

/** All float64 values of a file. @throws Error when the file's size is not `length` values, where given */
export async function readFloats(file: string, length?: number): Promise<Float64Array> {
  return new Float64Array(await readWhole(file, 8, length));
}

/** All int32 values of a file. @throws Error when the file's size is not `length` values */
export async function readInts(file: string, length: number): Promise<Int32Array> {
  return new Int32Array(await readWhole(file, 4, length));
}

async function readWhole(file: string, width: number, length: number | undefined): Promise<ArrayBuffer> {
  assertLittleEndian();
  const bytes = await readFile(file);
  if (bytes.byteLength % width !== 0 || (length !== undefined && bytes.byteLength !== width * length)) {
    throw new Error(`${file} is torn: ${bytes.byteLength} bytes, expected ${width * (length ?? 0)}`);
  }
  const { buffer, byteOffset, byteLength } = bytes;
  const whole = byteOffset === 0 && byteLength === buffer.byteLength;
  return whole ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new Error('column files are read on little-endian machines only');
}
