import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logFile } from './cache.mjs';
import { runLogged } from './child-process.mjs';
import { step } from './progress.mjs';
import { root } from './root.mjs';

const folders = ['src', 'workflows', 'activities', 'migrations'];
const dist = join(root, 'dist');
const builtFile = join(dist, '.built');

/** Makes the next build start, whatever the times of files say. */
export function forgetBuild() {
  rmSync(builtFile, { force: true });
}

/** Compiles to dist/ and bundles the workflows when a source is newer than the last whole build. */
export async function buildIfStale() {
  if (isFresh()) return;
  await step('build', async () => {
    const startedAt = new Date();
    forgetBuild();
    // Each file is compiled by itself, in a fifth of the time; `npm run types` checks types.
    await runNode('compile', [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...['-p', root, '--noCheck', '--noResolve'],
    ]);
    removeOrphans();
    await runNode('bundle-workflows', ['--enable-source-maps', join(dist, 'src/bundle-workflows.js')]);
    writeFileSync(builtFile, '');
    utimesSync(builtFile, startedAt, startedAt);
  });
}

// The same question as is_built in ./podium.
function isFresh() {
  if (!existsSync(builtFile)) return false;
  const search = [...folders, 'tsconfig.json', '-newer', builtFile, '-print', '-quit'];
  return spawnSync('find', search, { cwd: root, encoding: 'utf8' }).stdout.trim() === '';
}

/** A migration that was deleted must not stay in dist/, where the list of migrations is read from the folder. */
function removeOrphans() {
  for (const folder of folders) {
    const output = join(dist, folder);
    for (const file of existsSync(output) ? readdirSync(output, { recursive: true, encoding: 'utf8' }) : []) {
      const source = join(root, folder, file.replace(/\.js(\.map)?$/, '.ts'));
      if (/\.js(\.map)?$/.test(file) && !existsSync(source)) rmSync(join(output, file));
    }
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
function runNode(name, args) {
  return runLogged({ title: 'build', command: process.execPath, args, logFile: logFile(name), cwd: root });
}
