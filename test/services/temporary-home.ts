import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { loadConfig, type Config } from '../../src/config.js';
import { homeAt } from '../../src/services/home.js';
import { readServicesState, type Part } from '../../src/services/services-state.js';
import { stopServices } from '../../src/services/stop-services.js';

export interface TemporaryHome {
  readonly config: Config;
  /** A worker that does nothing but be there; a file of this home's own. */
  readonly workerEntry: string;
}

/** A home in a folder that is removed, with all that runs in it ended, when the test is finished. */
export function temporaryHome(env: Readonly<Record<string, string>> = {}): TemporaryHome {
  const folder = mkdtempSync(join(tmpdir(), 'podium-home-'));
  chmodSync(folder, 0o755);
  const config = loadConfig({ ...process.env, ...env, PODIUM_HOME: join(folder, 'home') });
  const workerEntry = join(folder, 'worker.mjs');
  copyFileSync(fileURLToPath(new URL('polling-worker.mjs', import.meta.url)), workerEntry);
  onTestFinished(async () => {
    await stopServices(config);
    rmSync(folder, { recursive: true });
  }, 60_000);
  return { config, workerEntry };
}

export function pidOf(config: Config, part: Part): number {
  const pid = readServicesState(homeAt(config.home))?.parts[part].process?.pid;
  if (pid === undefined) throw new Error(`${part} has no process`);
  return pid;
}

/** Processes that work in the folder or have it among their arguments or variables; zombies have neither. */
export function processesIn(folder: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.filter((pid) => traces(pid).some((text) => text.includes(folder))).map(Number);
}

function traces(pid: string): readonly string[] {
  const look = (read: () => string): string => {
    try {
      return read();
    } catch {
      return '';
    }
  };
  return [
    look(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    look(() => readFileSync(`/proc/${pid}/environ`, 'utf8')),
    look(() => readlinkSync(`/proc/${pid}/cwd`)),
  ];
}
