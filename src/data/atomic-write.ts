import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file so that readers see the old content or the new, never a part. Creates its folder. Where `verify`
 * refuses the draft, what stood there stays.
 */
export async function writeFileAtomically(
  file: string,
  content: string | Uint8Array,
  verify?: (draft: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, content, { flush: true });
    await verify?.(draft);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Fills a fresh folder by `fill` and puts it in place of `folder`, which is replaced whole. */
export async function writeFolderAtomically(
  folder: string,
  fill: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${folder}.${randomUUID()}.tmp`;
  const old = `${folder}.${randomUUID()}.old`;
  await mkdir(draft, { recursive: true });
  try {
    await fill(draft);
    await rename(folder, old).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
