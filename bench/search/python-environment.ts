import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** The sources of the benchmark: Python files, requirements and spaces. */
export const sources = join(packageRoot, 'bench/search');

/** Where the Python environment and finished searches are kept, outside the repository; made when missing. */
export function cacheFolder(): string {
  const { PODIUM_CACHE, XDG_CACHE_HOME } = process.env;
  const folder = join(
    PODIUM_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'podium'),
    'bench-search',
  );
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The interpreter of an environment with the pinned peers, which is made on first use. */
export function pythonWithPeers(cache: string, progress: (line: string) => void): string {
  const requirements = join(sources, 'requirements.txt');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cache, `venv-${digest}`);
  const python = join(folder, 'bin/python');
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return python;
  progress(`making a Python environment in ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  const run = (command: string, args: readonly string[]): void => {
    execFileSync(command, args, { stdio: ['ignore', 2, 2] });
  };
  run('python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r'];
  run(python, [...install, requirements]);
  writeFileSync(complete, '');
  return python;
}
