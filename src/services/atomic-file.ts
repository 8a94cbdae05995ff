import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces the file in one step: a reader sees the old content or the new, never a part. */
export function replaceFile(file: string, content: string, mode = 0o644): void {
  const temporary = writeBeside(file, content, mode);
  renameSync(temporary, file);
}

/** Creates the file, whole, in one step; false when it exists already. */
export function createFile(file: string, content: string, mode = 0o644): boolean {
  const temporary = writeBeside(file, content, mode);
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeBeside(file: string, content: string, mode: number): string {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(temporary, content, { mode, flag: 'wx' });
    return temporary;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
