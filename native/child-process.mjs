import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { withoutHosts } from './redaction.mjs';
import { SetUpFailure } from './set-up-failure.mjs';

const tailLength = 20;
const exitCodeAfter = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end in a process group of its own; both output streams go to the log without host names.
 *
 * @param {{title: string, command: string, args: readonly string[], logFile: string, cwd?: string,
 *   env?: Readonly<Record<string, string>>}} job
 * @returns {Promise<void>}
 * @throws {SetUpFailure} with the last lines of output when it cannot start or ends with another code than 0
 */
export async function runLogged({ title, command, args, logFile, cwd, env }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  /** @type {string[]} */
  const tail = [];
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (rawLine) => {
      const line = withoutHosts(rawLine);
      log.write(line + '\n');
      tail.push(line);
      if (tail.length > tailLength) tail.shift();
    });
  }
  const ending = await new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not start: ${error.message}`));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `ended with ${signal ?? `code ${code}`}`),
    );
  });
  running.delete(child);
  await new Promise((resolve) => log.end(resolve));
  if (ending !== undefined)
    throw new SetUpFailure(`${title}: ${command} ${ending}`, { outputTail: tail, logFile });
}

/** Ends what still runs, with its own children. */
export function endChildren() {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // it has ended by itself
    }
  }
}

/** On Ctrl-C and its like: children end first, then this process; 'exit' handlers remove half-written folders. */
export function endChildrenOnSignals() {
  process.on('exit', endChildren);
  for (const [signal, code] of Object.entries(exitCodeAfter)) {
    process.on(signal, () => {
      process.stderr.write('\nSet-up left. Run the same command to go on; what is finished is kept.\n');
      process.exit(code);
    });
  }
}
