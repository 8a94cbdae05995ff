import { readFileSync, renameSync, rmSync } from 'node:fs';
import { createFile } from './atomic-file.js';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

/** Takes the lock for this process; false where a running process holds it. A dead holder's lock is taken over. */
export function takeLock(file: string): boolean {
  const own = JSON.stringify(identityOf(process.pid));
  while (!createFile(file, own)) {
    const holder = lockHolder(file);
    if (holder !== null && isRunning(holder)) return false;
    removeStale(file, holder);
  }
  return true;
}

/** The process that the lock names, running or not; null where there is no readable lock. */
export function lockHolder(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}

export function holdsLock(file: string): boolean {
  const holder = lockHolder(file);
  return holder !== null && holder.pid === process.pid && isRunning(holder);
}

export function releaseLock(file: string): void {
  if (holdsLock(file)) rmSync(file, { force: true });
}

/** Moves the stale lock aside, so that of several processes that saw it stale only one removes it. */
function removeStale(file: string, stale: ProcessIdentity | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = lockHolder(aside);
  if (moved !== null && moved.started !== stale?.started) createFile(file, JSON.stringify(moved));
  rmSync(aside, { force: true });
}
