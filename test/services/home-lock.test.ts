import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { holdsLock, lockHolder, releaseLock, takeLock } from '../../src/services/home-lock.js';
import { endProcess, identityOf, isRunning } from '../../src/services/process-identity.js';

const folder = mkdtempSync(join(tmpdir(), 'podium-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function startSleeper(): Promise<number> {
  const child = spawn('sleep', ['100'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child.pid as number;
}

test('a lock is held by one, until released', () => {
  const file = join(folder, 'held');
  expect(takeLock(file)).toBe(true);
  expect(takeLock(file)).toBe(false);
  expect(holdsLock(file)).toBe(true);
  expect(lockHolder(file)).toEqual(identityOf(process.pid));
  releaseLock(file);
  expect(existsSync(file)).toBe(false);
});

test('the lock of a running process is respected, and taken over when it is dead', async () => {
  const file = join(folder, 'dead');
  const sleeper = identityOf(await startSleeper());
  if (sleeper === null) throw new Error('no sleeper');
  writeFileSync(file, JSON.stringify(sleeper));
  expect(takeLock(file)).toBe(false);
  releaseLock(file);
  expect(lockHolder(file)).toEqual(sleeper);
  await endProcess(sleeper, 'SIGTERM', 5_000);
  expect(isRunning(sleeper)).toBe(false);
  expect(takeLock(file)).toBe(true);
});

test('a pid that another process got since does not keep the lock', () => {
  const file = join(folder, 'reused');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, started: 'before' }));
  expect(identityOf(process.ppid)).not.toBeNull();
  expect(takeLock(file)).toBe(true);
});

test('a torn lock file is replaced', () => {
  const file = join(folder, 'torn');
  writeFileSync(file, '{"pid":');
  expect(takeLock(file)).toBe(true);
});
