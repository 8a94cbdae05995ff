import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

// In node_modules, so that it goes when npm replaces the folder. ./podium reads it too.
const stampFile = join(root, 'node_modules/.podium-stamp');

/**
 * @param {string} key what ./podium wants installed
 * @param {string} cache
 */
export function isStamped(key, cache) {
  if (!existsSync(stampFile)) return false;
  const [stampedKey, stampedCache, ...files] = readFileSync(stampFile, 'utf8').trimEnd().split('\n');
  return stampedKey === key && stampedCache === cache && files.every((file) => existsSync(file));
}

/**
 * Says that all is installed; the last act of set-up.
 *
 * @param {string} key
 * @param {string} cache
 * @param {readonly string[]} files absolute paths without which set-up must run again
 */
export function writeStamp(key, cache, files) {
  writeFileSync(`${stampFile}.new`, [key, cache, ...files, ''].join('\n'));
  renameSync(`${stampFile}.new`, stampFile);
}
