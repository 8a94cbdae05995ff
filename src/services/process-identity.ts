import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that a reused pid cannot be taken for. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and clock ticks since boot at which it started. */
  readonly started: string;
}

/** Identity of a process that runs now; null where there is none or it is only a zombie. Reads /proc. */
export function identityOf(pid: number): ProcessIdentity | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, in parentheses, may hold spaces and parentheses; state is the first field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return { pid, started: `${bootId()}:${fields[19]}` };
  } catch {
    return null;
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

export function isRunning(process: ProcessIdentity): boolean {
  return identityOf(process.pid)?.started === process.started;
}

/** Waits for the end of a process; false when it still runs after the time. */
export async function waitUntilGone(process: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(process)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Ends a process: the signal first, SIGKILL when it still runs after the grace time. */
export async function endProcess(
  target: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  if (!isRunning(target)) return;
  sendSignal(target.pid, signal);
  if (await waitUntilGone(target, graceMs)) return;
  sendSignal(target.pid, 'SIGKILL');
  await waitUntilGone(target, 5_000);
}

/** Ends what is left of the process group that this process led, at once. */
export function killGroup(leader: ProcessIdentity): void {
  const now = identityOf(leader.pid);
  // A group id is not given to a new process while the group has members: another process there means it is gone.
  if (now === null || now.started === leader.started) sendSignal(-leader.pid, 'SIGKILL');
}

/** Sends a signal to a process, or to a group where the number is negative; one that is gone is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
