import { once } from 'node:events';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lastLines, openLog } from '../../src/services/log-file.js';
import { isFree, keepOrChoosePort } from '../../src/services/ports.js';
import { temporalAnswers } from '../../src/services/temporal-probe.js';

const folder = mkdtempSync(join(tmpdir(), 'podium-logs-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a free port is kept, a taken or avoided one is replaced', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  const chosen = await keepOrChoosePort(taken, []);
  expect(chosen).not.toBe(taken);
  expect(await isFree(chosen)).toBe(true);
  expect(await keepOrChoosePort(chosen, [])).toBe(chosen);
  expect(await keepOrChoosePort(chosen, [chosen])).not.toBe(chosen);
  server.close();
});

test('a server that is silent, or is not there, does not count as Temporal', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await temporalAnswers(`127.0.0.1:${port}`, 'default', 200)).toBe(false);
  server.close();
  expect(await temporalAnswers('127.0.0.1:1', 'default', 200)).toBe(false);
});

test('a log over 20 MB is put aside once', () => {
  const file = join(folder, 'large.log');
  writeFileSync(file, 'old\n');
  truncateSync(file, 20 * 1024 * 1024 + 1);
  closeSync(openLog(file));
  expect(statSync(`${file}.1`).size).toBe(20 * 1024 * 1024 + 1);
  expect(statSync(file).size).toBe(0);
  appendFileSync(file, 'new\n');
  closeSync(openLog(file));
  expect(statSync(file).size).toBe(4);
});

test('the last lines of a log are read, however long it is', () => {
  const file = join(folder, 'tail.log');
  writeFileSync(file, Array.from({ length: 10_000 }, (_, i) => `line ${i}\n`).join(''));
  expect(lastLines(file, 2)).toEqual(['line 9998', 'line 9999']);
  expect(existsSync(join(folder, 'none.log'))).toBe(false);
  expect(lastLines(join(folder, 'none.log'), 2)).toEqual([]);
});
