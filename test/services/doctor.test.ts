import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { packageRoot } from '../../src/package-root.js';
import type { Check } from '../../src/services/check.js';
import { checkMachine, checkNode } from '../../src/services/machine-checks.js';
import { checkServices } from '../../src/services/service-checks.js';

const folder = mkdtempSync(join(tmpdir(), 'podium-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));
const queues = { workflows: 'podium', activities: ['podium', 'podium-cpu'] };

function named(checks: readonly Check[], name: string): Check {
  const check = checks.find((candidate) => candidate.name === name);
  return check ?? expect.unreachable(`no check of ${name}`);
}

test('on a sound machine, with nothing started, doctor finds nothing wrong', async () => {
  const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');
  const env = { ...process.env, PODIUM_HOME: join(folder, 'fresh') };
  const { stdout } = await promisify(execFile)(process.execPath, [main, 'doctor', '--json'], { env });
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: readonly Check[] };
  expect(ok).toBe(true);
  for (const name of ['Node', 'LightGBM', 'TensorFlow', 'Temporal server', 'home', 'disk']) {
    expect(named(checks, name).result, name).not.toBe('wrong');
  }
  expect(named(checks, 'Postgres')).toMatchObject({ result: 'note', detail: 'not started' });
});

test('Node versions that the addon does not run on are wrong', () => {
  expect(['20.11.0', '22.3.1'].map((version) => checkNode(version).result)).toEqual(['ok', 'ok']);
  expect(['18.20.0', '20.10.0', '23.0.0', '24.1.0'].map((version) => checkNode(version).result)).toEqual(
    Array(4).fill('wrong'),
  );
});

test('more trainers than the machine holds are noted or wrong', () => {
  const checks = checkMachine(loadConfig({ PODIUM_HOME: folder, PODIUM_SLOTS: '1024' }));
  expect(named(checks, 'cores').result).toBe('note');
  expect(named(checks, 'cores').mend).toContain('PODIUM_SLOTS');
  expect(named(checks, 'memory').result).not.toBe('ok');
});

test('servers that do not answer are wrong, each with a mend, and passwords are not shown', async () => {
  mkdirSync(join(folder, 'external'));
  const checks = await checkServices(
    loadConfig({
      PODIUM_HOME: join(folder, 'external'),
      DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/podium',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    }),
    queues,
  );
  for (const [name, variable] of [
    ['Postgres', 'DATABASE_URL'],
    ['Temporal', 'TEMPORAL_ADDRESS'],
  ] as const) {
    expect(named(checks, name).result).toBe('wrong');
    expect(named(checks, name).mend).toContain(variable);
  }
  expect(JSON.stringify(checks)).not.toContain('hidden');
});
