import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addCommand, fakeCheckout, type FakeCheckout } from './fake-checkout.js';

const logLines = 30;

let checkout: FakeCheckout;
let pidFile: string;
beforeEach(() => {
  checkout = fakeCheckout();
  pidFile = join(dirname(checkout.root), 'pids');
  addCommand(checkout, 'python3', `echo $$ >>'${pidFile}'; sleep 600 & wait`);
});
afterEach(() => {
  rmSync(dirname(checkout.root), { recursive: true });
});

it('shows the last lines of a failed step without host names, keeps its log and ends the other steps', async () => {
  addCommand(
    checkout,
    'npm',
    `i=0; while [ $i -lt ${logLines} ]; do i=$((i + 1)); echo "line $i of https://packages.example.org/koffi"; done
    echo "getaddrinfo ENOTFOUND packages.example.org"
    while [ "$(cat '${pidFile}' 2>/dev/null | wc -l)" -lt 3 ]; do sleep 0.1; done; exit 7`,
  );
  addCommand(checkout, 'wc', `n=0; while read -r _; do n=$((n + 1)); done; echo $n`);
  const setUp = startSetUp();
  expect((await once(setUp.process, 'exit'))[0]).toBe(1);

  const shown = setUp.stderr();
  expect(shown).toContain('✖ npm packages: npm ended with code 7');
  expect(shown).toContain(`| line ${logLines} of <registry>/koffi\n  | getaddrinfo ENOTFOUND <registry>`);
  expect(shown).not.toContain('| line 11 ');
  const logFile = /^ {2}log {4}(.*)$/m.exec(shown)?.[1] ?? '';
  expect(readFileSync(logFile, 'utf8').split('\n')).toHaveLength(logLines + 2);
  expect(shown + readFileSync(logFile, 'utf8')).not.toContain('example.org');
  await expectAllEnded();
});

it('ends every child on Ctrl-C and leaves nothing half-written', async () => {
  addCommand(checkout, 'npm', `echo $$ >>'${pidFile}'; sleep 600 & wait`);
  const setUp = startSetUp();
  while (startedPids().length < 4) await delay(50);
  setUp.process.kill('SIGINT');
  expect((await once(setUp.process, 'exit'))[0]).toBe(130);

  expect(setUp.stderr()).toContain('Set-up left.');
  expect(readdirSync(join(checkout.root, '..', 'cache', 'wheels'))).toEqual([]);
  await expectAllEnded();
});

it('lets a second set-up of the same checkout wait for the first', async () => {
  addCommand(checkout, 'npm', `echo $$ >>'${pidFile}'; sleep 600 & wait`);
  const first = startSetUp();
  while (startedPids().length < 4) await delay(50);
  const second = startSetUp();
  while (!second.stderr().includes('Waiting for another set-up')) await delay(50);
  expect(startedPids()).toHaveLength(4);
  first.process.kill('SIGKILL');
  while (startedPids().length < 8) await delay(50);
  second.process.kill('SIGTERM');
  expect((await once(second.process, 'exit'))[0]).toBe(143);
  for (const pid of startedPids().slice(0, 4)) process.kill(-pid, 'SIGKILL');
});

function startSetUp(): { readonly process: ReturnType<typeof spawn>; readonly stderr: () => string } {
  let stderr = '';
  const child = spawn(process.execPath, [join(checkout.root, 'native/setup.mjs'), 'key'], {
    env: checkout.environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return { process: child, stderr: () => stderr };
}

function startedPids(): readonly number[] {
  return existsSync(pidFile) ? readFileSync(pidFile, 'utf8').trim().split('\n').map(Number) : [];
}

async function expectAllEnded(): Promise<void> {
  const pids = startedPids();
  expect(pids.length).toBeGreaterThanOrEqual(3);
  await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
}

/** A process that ended but was not waited for still has a folder in /proc; its state there is Z. */
function isRunning(pid: number): boolean {
  const status = join('/proc', String(pid), 'status');
  return existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}
