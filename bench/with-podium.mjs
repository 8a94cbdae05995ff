import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

export const titanic = join(root, 'examples', 'titanic');
/** Environment in which there is the family `idle`, whose fits do nothing. */
export const withIdleFamily = { PODIUM_FAMILIES: join(root, 'test', 'fixtures', 'odd-families.mjs') };

/**
 * Starts the services in a new home, hands over a function that runs a command of `podium` and gives what it printed,
 * and takes services and home away when `work` is done.
 */
export async function withPodium(work, environment = {}) {
  const home = mkdtempSync(join(tmpdir(), 'podium-bench-'));
  const podium = (...args) =>
    execFileSync(process.execPath, [join(root, 'dist/src/cli/main.js'), ...args], {
      env: { ...process.env, PODIUM_HOME: home, ...environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    podium('up');
    await work(podium);
  } finally {
    podium('down');
    rmSync(home, { recursive: true, force: true });
  }
}
