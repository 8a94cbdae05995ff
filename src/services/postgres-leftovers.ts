import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long orphans of a killed server get to notice and leave, and a live server to shut down. */
const orphanPatienceMs = 2_000;
const shutdownPatienceMs = 20_000;

/**
 * Ends whatever an earlier server left on the data folder, so that a new one may start: a server that
 * outlived its supervisor is shut down, children of a killed one are waited for and then killed, and a pid
 * file without a process is removed (its number may be another process's by now, which makes Postgres
 * refuse). Without /proc the judgement is left to Postgres itself.
 */
export async function endLeftovers(data: string): Promise<void> {
  const folder = await realpath(data).catch(() => undefined);
  if (folder === undefined || process.platform !== 'linux') return;
  const pidFile = join(folder, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n', 1)[0]);

  let left = await processesOf(folder);
  if (left.includes(pid)) {
    signal(pid, 'SIGINT');
    left = await waitUntilGone(folder, shutdownPatienceMs);
  } else if (left.length > 0) {
    left = await waitUntilGone(folder, orphanPatienceMs);
  }
  if (left.length > 0) {
    for (const orphan of left) signal(orphan, 'SIGKILL');
    left = await waitUntilGone(folder, orphanPatienceMs);
  }
  if (left.length > 0) throw new Error(`Postgres processes ${left.join(', ')} hold ${folder} and do not end`);
  await rm(pidFile, { force: true });
}

/** Every process of a server works in its data folder. */
export async function processesOf(folder: string): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const held = await Promise.all(
    names.map(async (name) => {
      const [cwd, program] = await Promise.all([link(name, 'cwd'), link(name, 'exe')]);
      return cwd === folder && /\/postgres( \(deleted\))?$/.test(program);
    }),
  );
  return names.filter((_, i) => held[i] === true).map(Number);
}

/** Empty for a process that is gone or not ours. */
function link(pid: string, name: 'cwd' | 'exe'): Promise<string> {
  return readlink(`/proc/${pid}/${name}`).catch(() => '');
}

async function waitUntilGone(folder: string, patienceMs: number): Promise<readonly number[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const left = await processesOf(folder);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(20);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
