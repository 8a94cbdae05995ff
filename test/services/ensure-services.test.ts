import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import {
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { InputError } from '../../src/domain/input-error.js';
import { ensureServices, findServices } from '../../src/services/ensure-services.js';
import { homeAt } from '../../src/services/home.js';
import { identityOf, isRunning } from '../../src/services/process-identity.js';
import { ServicesError } from '../../src/services/services-error.js';
import { checkServices } from '../../src/services/service-checks.js';
import type { ServiceStep } from '../../src/services/service-step.js';
import { stopServices } from '../../src/services/stop-services.js';
import { pidOf, processesIn, temporaryHome } from './temporary-home.js';

const silent = (): void => undefined;
const patience = { timeout: 30_000, interval: 50 };

async function query(databaseUrl: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', silent);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('a home comes up, answers, is found, and goes down without a trace', async () => {
  const { config, workerEntry } = temporaryHome({ AWS_SECRET_ACCESS_KEY: 'secret' });
  expect(await findServices(config)).toBeNull();
  const steps: ServiceStep[] = [];
  const addresses = await ensureServices(config, (step) => steps.push(step), workerEntry);
  expect(steps.map(({ part }) => part).toSorted()).toEqual(['postgres', 'temporal', 'worker']);
  expect(steps.at(-1)?.text).toMatch(/^✔ worker +pid \d+ +\d+\.\d s$/);

  expect(await query(addresses.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect((await fetch(addresses.webUi as string)).ok).toBe(true);
  expect(listeningAddresses([pidOf(config, 'postgres'), pidOf(config, 'temporal')])).toEqual(['0100007F']);
  const home = homeAt(config.home);
  expect(statSync(home.passwordFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(home.servicesFile, 'utf8')).not.toContain(readFileSync(home.passwordFile, 'utf8'));
  const worker = JSON.parse(readFileSync(join(config.home, 'worker.json'), 'utf8')) as {
    env: Record<string, string>;
  };
  expect(worker.env).not.toHaveProperty('AWS_SECRET_ACCESS_KEY');
  expect(loadConfig(worker.env)).toMatchObject({
    home: config.home,
    databaseUrl: addresses.databaseUrl,
    temporal: { address: addresses.temporalAddress, namespace: 'default' },
  });

  const checks = await checkServices(config, { workflows: 'podium', activities: ['podium-cpu'] });
  expect(checks.map(({ name, result }) => [name, result])).toEqual([
    ['services', 'ok'],
    ['Postgres', 'ok'],
    ['Temporal', 'ok'],
    ['worker', 'wrong'],
  ]);
  expect(checks.at(-1)?.detail).toBe('nobody polls "podium", "podium-cpu"');

  const again = performance.now();
  expect(await ensureServices(config, () => expect.unreachable(), workerEntry)).toEqual(addresses);
  expect(performance.now() - again).toBeLessThan(100);
  expect(await findServices(config)).toEqual(addresses);

  expect(processesIn(config.home).length).toBeGreaterThan(4);
  expect(await stopServices(config)).toEqual(['worker', 'temporal', 'postgres']);
  expect(processesIn(config.home)).toEqual([]);
  expect(await findServices(config)).toBeNull();
  expect(await stopServices(config)).toEqual([]);

  const after = await ensureServices(config, silent, workerEntry);
  expect(after.databaseUrl).toBe(addresses.databaseUrl);
  expect(after.temporalAddress).toBe(addresses.temporalAddress);
  expect(after.webUi).toBe(addresses.webUi);
});

test('killed parts come back by themselves with what they kept, and another home does not notice', async () => {
  const { config, workerEntry } = temporaryHome();
  const other = temporaryHome();
  const [addresses, otherAddresses] = await Promise.all([
    ensureServices(config, silent, workerEntry),
    ensureServices(other.config, silent, other.workerEntry),
  ]);
  await query(addresses.databaseUrl, 'create table kept as select 42 as answer');
  const connection = await Connection.connect({ address: addresses.temporalAddress });
  const status = defineSearchAttributeKey('PodiumStatus', 'KEYWORD');
  const handle = await new Client({ connection }).workflow.start('anything', {
    taskQueue: 'nobody',
    workflowId: 'kept',
    typedSearchAttributes: new TypedSearchAttributes([{ key: status, value: 'running' }]),
  });
  const otherPids = (['postgres', 'temporal', 'worker'] as const).map((part) => pidOf(other.config, part));
  const { trainer } = JSON.parse(readFileSync(join(config.home, 'worker.json'), 'utf8')) as {
    trainer: number;
  };

  for (const part of ['postgres', 'temporal', 'worker'] as const) {
    const killed = pidOf(config, part);
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(() => expect(pidOf(config, part)).not.toBe(killed), patience);
  }
  expect({ ...(await ensureServices(config, silent, workerEntry)), workerPid: null }).toEqual({
    ...addresses,
    workerPid: null,
  });
  expect(identityOf(trainer), 'a trainer ends with its worker').toBeNull();
  expect(await query(addresses.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect((await handle.describe()).typedSearchAttributes.get(status)).toBe('running');
  await connection.close();

  expect(otherAddresses.databaseUrl).not.toBe(addresses.databaseUrl);
  expect((['postgres', 'temporal', 'worker'] as const).map((part) => pidOf(other.config, part))).toEqual(
    otherPids,
  );
});

test('after the supervisor was killed, up ends what it left and starts anew; down alone ends it too', async () => {
  const { config, workerEntry } = temporaryHome();
  const addresses = await ensureServices(config, silent, workerEntry);
  const left = [...processesIn(config.home)];
  process.kill(addresses.supervisorPid as number, 'SIGKILL');
  await vi.waitFor(() => expect(identityOf(addresses.supervisorPid as number)).toBeNull());
  expect(await findServices(config)).toBeNull();

  const again = await ensureServices(config, silent, workerEntry);
  expect(again.databaseUrl).toBe(addresses.databaseUrl);
  expect(again.temporalAddress).toBe(addresses.temporalAddress);
  expect(processesIn(config.home).filter((pid) => left.includes(pid))).toEqual([]);

  process.kill(again.supervisorPid as number, 'SIGKILL');
  await vi.waitFor(() => expect(identityOf(again.supervisorPid as number)).toBeNull());
  expect((await stopServices(config)).toSorted()).toEqual(['postgres', 'temporal', 'worker']);
  expect(processesIn(config.home)).toEqual([]);
});

test('a new build restarts the worker alone; two starts at once make one supervisor', async () => {
  const { config, workerEntry } = temporaryHome();
  const [first, second] = await Promise.all([
    ensureServices(config, silent, workerEntry),
    ensureServices(config, silent, workerEntry),
  ]);
  expect(second).toEqual(first);
  utimesSync(workerEntry, new Date(), new Date(0));
  const third = await ensureServices(config, silent, workerEntry);
  expect(third).toEqual({ ...first, workerPid: third.workerPid });
  expect(third.workerPid).not.toBe(first.workerPid);

  const elsewhere = { ...config, temporal: { ...config.temporal, address: 'temporal.example:7233' } };
  await expect(ensureServices(elsewhere, silent, workerEntry)).rejects.toThrow(InputError);
  await expect(ensureServices(elsewhere, silent, workerEntry)).rejects.toThrow('podium down');
});

test('a worker that does not start is named, with the end of its log, and nothing stays behind', async () => {
  const { config } = temporaryHome();
  const entry = fileURLToPath(new URL('breaking-worker.mjs', import.meta.url));
  const error = await ensureServices(config, silent, entry).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ServicesError);
  expect(error).toMatchObject({ part: 'worker', exitCode: 4, logFile: homeAt(config.home).workerLog });
  expect((error as Error).message).toContain('exit code 7');
  expect((error as Error).message).toContain('the moon is in the way');
  expect(processesIn(config.home)).toEqual([]);
});

test('services whose home is removed end', async () => {
  const { config, workerEntry } = temporaryHome();
  const { supervisorPid } = await ensureServices(config, silent, workerEntry);
  const supervisor = identityOf(supervisorPid as number);
  if (supervisor === null) throw new Error('no supervisor');
  rmSync(config.home, { recursive: true, force: true });
  writeFileSync(config.home, '');
  await vi.waitFor(() => expect(isRunning(supervisor)).toBe(false), patience);
  expect(processesIn(config.home)).toEqual([]);
});

/** Local addresses, in hexadecimal, of sockets on which these processes listen. */
function listeningAddresses(pids: readonly number[]): readonly string[] {
  const tables = pids.flatMap((pid) =>
    ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1),
    ),
  );
  const inodes = new Set(pids.flatMap(socketInodes));
  const fields = tables.map((line) => line.trim().split(/\s+/));
  const LISTEN = '0A';
  const own = fields.filter(([, , , state, , , , , , inode]) => state === LISTEN && inodes.has(inode ?? ''));
  return [...new Set(own.map(([, local]) => local?.split(':')[0] ?? ''))];
}

function socketInodes(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((name) => readlinkSync(join(folder, name)));
  return targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []);
}
