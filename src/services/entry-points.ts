import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

const built = join(packageRoot, 'dist');

/** Built file that runs as the supervisor. */
export const supervisorEntry = join(built, 'src', 'services', 'supervisor.js');

/** Built file that runs as the worker. */
export const workerEntry = join(built, 'src', 'worker.js');

/** Changes with each build: from the build's stamp, dist/.built, or else from the entry itself. */
export function buildIdOf(entry: string): string {
  const stamp = entry.startsWith(built) ? join(built, '.built') : entry;
  for (const file of [stamp, entry]) {
    const status = statSync(file, { throwIfNoEntry: false });
    if (status === undefined) continue;
    return createHash('sha256')
      .update(`${status.mtimeMs}\n`)
      .update(readFileSync(file))
      .digest('hex')
      .slice(0, 16);
  }
  return 'not built';
}
