import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepOrChoosePort } from '../../src/services/ports.js';
import { initialiseCluster } from '../../src/services/postgres-cluster.js';
import { copyBinaries, postgresBinaries } from '../../src/services/postgres-binaries.js';
import { processesOf } from '../../src/services/postgres-leftovers.js';
import { choosePlace } from '../../src/services/postgres-place.js';
import { startPostgres } from '../../src/services/postgres.js';
import { openDatabase } from '../../src/stores/postgres/database.js';
import type { PostgresHandle, PostgresOptions } from '../../src/services/postgres.js';

let folder: string;
let options: PostgresOptions;
const started: PostgresHandle[] = [];

async function newFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'podium-postgres-'));
  await chmod(folder, 0o755);
  const port = await keepOrChoosePort(undefined, []);
  options = { folder: join(folder, 'data'), port, password: 'p@ss/w:rd?#', logFile: join(folder, 'log') };
}
const stopAll = async (): Promise<void> => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
};
const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });

async function start(changes: Partial<PostgresOptions> = {}): Promise<PostgresHandle> {
  const server = await startPostgres({ ...options, ...changes });
  started.push(server);
  return server;
}

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<{ value: unknown }>(text)).rows.map(({ value }) => value);
  } finally {
    await client.end();
  }
}

describe('one data folder, again and again', () => {
  beforeAll(newFolder);
  afterEach(stopAll);
  afterAll(removeFolder);

  test('starts, serves on the loopback alone, stops, and keeps its data', async () => {
    const first = await start();
    await query(first.url, 'create table t as select 7 as value');
    expect(
      await query(first.url, `select setting as value from pg_settings where name = 'listen_addresses'`),
    ).toEqual(['127.0.0.1']);
    expect(await query(first.url, `select setting as value from pg_settings where name = 'fsync'`)).toEqual([
      'on',
    ]);
    expect((await stat(`/proc/${first.pid}`)).uid).not.toBe(0);
    await first.stop();
    expect(await first.exited).toBe(0);
    await first.stop();

    const again = await start();
    expect(await query(again.url, 'select value from t')).toEqual([7]);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['data', 'log']));
    expect(await readdir(folder)).toHaveLength(2);
    expect((await stat(options.folder)).mode & 0o777).toBe(0o700);
  });

  test('after kill -9 in the middle of work it starts again with all that was committed', async () => {
    const killed = await start();
    await query(killed.url, 'create table kept (value int)');
    await query(killed.url, 'insert into kept values (1), (2)');
    const busy = query(killed.url, 'insert into kept select 3 from pg_sleep(30)').catch(
      (error: unknown) => error,
    );
    const sleeping = `select pid as value from pg_stat_activity where query like 'insert%pg_sleep%'`;
    await expect.poll(() => query(killed.url, sleeping), { timeout: 10_000 }).toHaveLength(1);
    process.kill(killed.pid, 'SIGKILL');
    expect(await killed.exited).toBeNull();

    const again = await start();
    expect(again.pid).not.toBe(killed.pid);
    expect(await query(again.url, 'select value from kept order by value')).toEqual([1, 2]);
    expect(await busy).toBeInstanceOf(Error);
  });

  test('a pool outlives a server that is killed under it', async () => {
    const killed = await start();
    const db = openDatabase(killed.url, { maxConnections: 4 });
    try {
      const idle = await sql`select 1`.execute(db);
      expect(idle.rows).toHaveLength(1);
      const inTransaction = await db.startTransaction().execute();
      const busy = sql`select pg_sleep(30)`.execute(db).catch((error: unknown) => error);
      process.kill(killed.pid, 'SIGKILL');
      expect(await busy).toBeInstanceOf(Error);
      await start();
      await expect(sql`select 1`.execute(inTransaction)).rejects.toThrow();
      await inTransaction
        .rollback()
        .execute()
        .catch(() => undefined);
      expect((await sql`select 2 as value`.execute(db)).rows).toEqual([{ value: 2 }]);
    } finally {
      await db.destroy();
    }
  });

  test('a child that outlives its killed server is ended', async () => {
    const killed = await start();
    const data = await realpath(options.folder);
    const children = (await processesOf(data)).filter((pid) => pid !== killed.pid);
    const frozen = children[0] as number;
    process.kill(frozen, 'SIGSTOP');
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const again = await start();
    expect(await query(again.url, 'select 1 as value')).toEqual([1]);
    expect(await processesOf(data)).not.toContain(frozen);
  });

  test('a server that outlived its supervisor is replaced', async () => {
    const orphan = await start();
    const again = await start();
    expect(await orphan.exited).toBe(0);
    expect(await query(again.url, 'select 1 as value')).toEqual([1]);
  });

  test('a pid file that names a process of another kind does not keep it from starting', async () => {
    const killed = await start();
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const file = join(options.folder, 'postmaster.pid');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^\d+/, String(process.ppid)));
    const again = await start();
    expect(await query(again.url, 'select 1 as value')).toEqual([1]);
  });

  test('a wrong password and a taken port are told with the log', async () => {
    await (await start()).stop();
    await expect(start({ password: 'other' })).rejects.toThrow(/password authentication failed/);
    expect(await processesOf(await realpath(options.folder))).toEqual([]);
    const other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => other.listen(options.port, '127.0.0.1', resolve));
    try {
      await expect(start()).rejects.toThrow(/could not create any TCP\/IP sockets/);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});

describe('a data folder for each', () => {
  beforeEach(newFolder);
  afterEach(async () => {
    await stopAll();
    await removeFolder();
  });

  test('an interrupted first use is begun again', async () => {
    await mkdir(join(`${options.folder}.unfinished`, 'data', 'base'), { recursive: true });
    const server = await start();
    expect(await query(server.url, 'select 1 as value')).toEqual([1]);
    expect(await readdir(folder)).toHaveLength(2);
  });

  describe.runIf(process.getuid?.() === 0)('for root', () => {
    let usual: number;
    beforeEach(() => {
      usual = process.umask(0o077);
    });
    afterEach(() => process.umask(usual));

    test('data that the account could not reach live elsewhere and are found again', async () => {
      await chmod(folder, 0o700);
      const first = await start();
      const place = await readFile(join(options.folder, 'elsewhere'), 'utf8');
      try {
        expect(place).toMatch(/^\/var\/(lib|tmp)\/podium-postgres-[0-9a-f]{16}\/data$/);
        await query(first.url, 'create table t as select 7 as value');
        process.kill(first.pid, 'SIGKILL');
        await first.exited;
        const again = await start();
        expect(await query(again.url, 'select value from t')).toEqual([7]);
        await again.stop();

        await rm(options.folder, { recursive: true });
        const fresh = await start({ password: 'new' });
        expect(await query(fresh.url, `select to_regclass('t') as value`)).toEqual([null]);
        await fresh.stop();
      } finally {
        await stopAll();
        await rm(dirname(place), { recursive: true, force: true });
      }
    });

    test('data that can no longer be reached are not replaced by empty ones', async () => {
      await (await start()).stop();
      await chmod(folder, 0o700);
      await expect(start()).rejects.toThrow(/can no longer reach it/);
    });

    test('binaries that the account cannot reach are copied', async () => {
      const locked = join(folder, 'locked', 'package');
      await mkdir(locked, { recursive: true });
      await copyBinaries(await postgresBinaries(), join(locked, 'native'));
      await writeFile(join(locked, 'package.json'), '{"version":"0.0.0-test"}');
      await chmod(join(folder, 'locked'), 0o700);
      const place = await choosePlace(options.folder, join(locked, 'native'));
      try {
        expect(place.data).toBe(options.folder);
        expect(place.native).toMatch(/^\/var\/(lib|tmp)\/podium-postgres-0\.0\.0-test\/native$/);
        await initialiseCluster(place, options.password);
        expect((await stat(options.folder)).uid).toBe(place.account?.uid);
      } finally {
        await rm(dirname(place.native), { recursive: true, force: true });
      }
    });
  });
});
