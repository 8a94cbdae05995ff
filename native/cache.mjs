import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { root } from './root.mjs';
import { SetUpFailure } from './set-up-failure.mjs';

const temporaryMark = '.tmp-';

/** @type {Set<string>} */
const temporaryFolders = new Set();
process.on('exit', () => temporaryFolders.forEach(remove));

/** The folder that checkouts of the user share: $PODIUM_CACHE, else podium/ in the user's cache folder. */
export function cacheFolder() {
  const { PODIUM_CACHE, XDG_CACHE_HOME } = process.env;
  if (PODIUM_CACHE) return resolve(PODIUM_CACHE);
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'podium');
}

/**
 * @param {string} cache
 * @throws {SetUpFailure} when nothing can be written there
 */
export function requireWritable(cache) {
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
  } catch (error) {
    throw new SetUpFailure(`The cache folder ${cache} cannot be written to: ${String(error)}`, {
      mend: 'set PODIUM_CACHE to a folder of yours',
    });
  }
}

/**
 * Where the output of a step goes; a folder for each checkout.
 *
 * @param {string} step
 */
export function logFile(step) {
  return join(cacheFolder(), 'logs', shortHash(root), `${step}.log`);
}

/** @param {readonly string[]} parts */
export function shortHash(...parts) {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 12);
}

/**
 * Makes a cache entry once: `fill` writes to a temporary folder, which then takes the entry's name. An entry that
 * exists is whole; when two set-ups fill the same one, the first to finish is kept.
 *
 * @param {string} entry absolute folder
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<boolean>} false when the entry was there already
 */
export async function fillOnce(entry, fill) {
  if (existsSync(entry)) return false;
  await withTemporaryFolder(entry, async (folder) => {
    await fill(folder);
    try {
      renameSync(folder, entry);
    } catch (error) {
      if (!existsSync(entry)) throw error;
    }
  });
  return true;
}

/**
 * @template T
 * @param {string} prefix absolute path that the folder's name starts with
 * @param {(folder: string) => Promise<T>} use
 * @returns {Promise<T>} what `use` gives; the folder is removed
 */
export async function withTemporaryFolder(prefix, use) {
  mkdirSync(dirname(prefix), { recursive: true });
  const folder = mkdtempSync(`${prefix}${temporaryMark}${process.pid}-`);
  temporaryFolders.add(folder);
  try {
    return await use(folder);
  } finally {
    remove(folder);
    temporaryFolders.delete(folder);
  }
}

/**
 * Removes what set-ups that were killed have left half-written.
 *
 * @param {string} cache
 */
export function removeAbandonedFolders(cache) {
  for (const kind of existsSync(cache) ? readdirSync(cache) : []) {
    for (const name of readdirSync(join(cache, kind))) {
      const owner = new RegExp(`${temporaryMark}(\\d+)-`).exec(basename(name))?.[1];
      if (owner !== undefined && !existsSync(`/proc/${owner}`)) remove(join(cache, kind, name));
    }
  }
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
