import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { shortHash } from './cache.mjs';
import { note } from './progress.mjs';
import { root } from './root.mjs';

const pollMs = 300;

/** Waits until no other set-up of this checkout runs. The lock is a socket without a file: it ends with its process. */
export async function lockSetUp() {
  const name = `\0podium-set-up-${shortHash(root)}`;
  for (let attempt = 0; !(await listens(name)); attempt += 1) {
    if (attempt === 0) note('Waiting for another set-up of this folder');
    await delay(pollMs);
  }
}

/**
 * @param {string} name
 * @returns {Promise<boolean>} false when another process listens there
 */
function listens(name) {
  return new Promise((resolve, reject) => {
    const server = createServer().unref();
    server.once('listening', () => resolve(true));
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(name);
  });
}
