import { loadConfig } from '../config.js';
import { workerEntry } from './entry-points.js';
import { createHome, homeAt } from './home.js';
import { holdsLock, releaseLock, takeLock } from './home-lock.js';
import { writeLogLine } from './log-file.js';
import { supervise, type Supervision } from './supervise.js';

// Entry point of the background process that keeps the services of one home:
//   node dist/src/services/supervisor.js [worker entry]
// SIGTERM stops all of them in order, SIGHUP restarts the worker alone.

const LOCK_CHECK_MS = 2_000;

const config = loadConfig();
const home = homeAt(config.home);
createHome(home);
if (takeLock(home.pidFile)) await run();

async function run(): Promise<void> {
  const log = (line: string): void => {
    try {
      writeLogLine(home.supervisorLog, line);
    } catch {
      // A full disk or a removed home must not end the services.
    }
  };
  log(`supervisor ${process.pid} started`);
  const ordered = stopOrder(log);
  let supervision: Supervision | null = null;
  process.on('SIGHUP', () => void supervision?.restartWorker());
  try {
    supervision = await supervise(config, home, process.argv[2] ?? workerEntry, log);
    await ordered;
    await supervision.stop();
    log('supervisor stopped');
  } finally {
    releaseLock(home.pidFile);
  }
  process.exit(0);
}

/** Resolves at the order to stop: a signal, or the lock gone because somebody removed the home. */
function stopOrder(log: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log(`${signal}: stopping`);
        resolve();
      });
    }
    setInterval(() => holdsLock(home.pidFile) || resolve(), LOCK_CHECK_MS);
  });
}
