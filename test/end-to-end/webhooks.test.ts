import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { homeAt } from '../../src/services/home.js';
import { readServicesState, type Part } from '../../src/services/services-state.js';
import { startReceiver, type Received, type Receiver } from '../webhooks/receiver.js';
import { podiumCommand, type PodiumCommand } from './podium-command.js';
import { childrenOf, eventually } from './worker-process.js';

const secret = `whsec_${Buffer.from('only for this test, and long enough').toString('base64')}`;
const refusedTwice = 4;
const times = (received: readonly Received[], id: string): number =>
  received.filter((each) => each.id === id).length;

let podium: PodiumCommand;
let receiver: Receiver;
beforeAll(async () => {
  const early = new Set<string>();
  receiver = await startReceiver((id, earlier) => {
    if (early.size < refusedTwice && !id.includes('test')) early.add(id);
    return early.has(id) && times(earlier, id) < 2 ? 500 : 204;
  });
  podium = await podiumCommand({ PODIUM_WEBHOOK_SECRET: secret });
});
afterAll(async () => {
  await podium.down();
  await receiver.close();
});

async function printed<T>(...args: readonly string[]): Promise<T> {
  const end = await podium.run([...args, '--json']);
  expect(end.stderr).not.toContain('✖');
  expect(end.code).toBe(0);
  return JSON.parse(end.stdout) as T;
}

interface Event {
  readonly id: number;
  readonly type: string;
}

const startRun = (trials: number): Promise<{ readonly run: string }> =>
  printed('run', join(packageRoot, 'examples', 'titanic'), '--detach', ...flags(trials));
const flags = (trials: number): readonly string[] => [
  ...['--trials', String(trials), '--families', 'linear', '--folds', '2', '--parallelism', '1'],
  ...['--budget', '5m'],
];

async function eventsOf(run: string, after = 0): Promise<readonly Event[]> {
  const end = await podium.run(['events', run, '--json', '--after', String(after)]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  return end.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Event);
}

/** As docs/events.md tells receivers to. */
function isSigned({ headers, body }: Received): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`);
}

const pidOf = (part: Part): number =>
  readServicesState(homeAt(podium.home))?.parts[part].process?.pid ?? Number.NaN;

test('an address that cannot be used, and an unknown event, are refused', async () => {
  const add = (...args: readonly string[]) => podium.run(['webhook', 'add', ...args]);
  const [ftp, password, event] = [
    await add('ftp://hooks.example/'),
    await add('https://me:hidden@hooks.example/in'),
    await add(receiver.url, '--events', 'trial.bset'),
  ];
  expect([ftp, password, event].map(({ code, stdout }) => [code, stdout])).toEqual(Array(3).fill([2, '']));
  expect(ftp.stderr).toContain('it must start with http:// or https://');
  expect(password.stderr).toContain('podium webhook add https://hooks.example/in');
  expect(password.stderr).not.toContain('hidden');
  expect(event.stderr).toContain('There is no event "trial.bset"; did you mean "trial.best"?');
});

test('a receiver that fails twice, kills in between: each event arrives, signed and in order', async () => {
  const added = await printed<{ readonly webhook: string }>('webhook', 'add', receiver.url);
  expect(added).toMatchObject({ url: receiver.url, events: null, added: true, secretFile: null });
  const { run } = await startRun(12);
  for (const [part, requests] of [
    ['worker', 1],
    ['postgres', 15],
  ] as const) {
    await eventually('requests', 60_000, () => (receiver.received.length >= requests ? true : null));
    process.kill(pidOf(part), 'SIGKILL');
  }
  await eventually('the end of the run', 120_000, () =>
    receiver.received.some(({ body, status }) => status === 204 && body.includes('"run.finished"'))
      ? true
      : null,
  );

  const { received } = receiver;
  expect(received.every(isSigned)).toBe(true);
  const events = await eventsOf(run);
  expect(events.length).toBeGreaterThan(24);
  // What was under way when one was killed may come twice, under the same id.
  const taken = received.filter(({ status }) => status === 204);
  const ids = events.map(({ id }) => `${added.webhook}_${id}`);
  expect([...new Set(taken.map(({ id }) => id))]).toEqual(ids);
  for (const { id, body } of taken) expect(JSON.parse(body)).toEqual(events[ids.indexOf(id)]);
  const refused = received.filter(({ status }) => status === 500);
  expect(new Set(refused.map(({ id }) => id)).size).toBe(refusedTwice);
  expect(refused).toHaveLength(2 * refusedTwice);
  // The receiver has the last one before the store knows.
  await expect
    .poll(() => printed('webhook', 'list'), { timeout: 30_000 })
    .toMatchObject([
      { webhook: added.webhook, url: receiver.url, delivered: events.length, pending: 0, lastError: null },
    ]);
  const tail = events.slice(-3);
  expect(await eventsOf(run, events.at(-4)?.id)).toEqual(tail);
  expect(await eventsOf(run, events.at(-1)?.id)).toEqual([]);
}, 180_000);

test('a test message, what is down, and removing', async () => {
  const [only] = await printed<readonly { readonly webhook: string }[]>('webhook', 'list');
  const webhook = only?.webhook ?? '';
  expect(await printed('webhook', 'test', webhook)).toEqual({ webhook, taken: true });
  const last = receiver.received.at(-1);
  expect(last?.body).toContain('"webhook.test"');
  expect(last !== undefined && isSigned(last)).toBe(true);
  expect(await printed('webhook', 'remove', webhook)).toEqual({ webhook, removed: true });
  expect(await podium.run(['webhook', 'remove', webhook])).toMatchObject({ code: 2, stdout: '' });
  const { webhook: down } = await printed<{ readonly webhook: string }>(
    ...['webhook', 'add', 'http://127.0.0.1:1023/', '--events', 'run.finished'],
  );
  const failed = await podium.run(['webhook', 'test', down]);
  expect(failed).toMatchObject({ code: 1, stdout: '' });
  expect(failed.stderr).toContain('did not take the message');
});

test('trainers do not get the secret, and no log shows it', async () => {
  const trainers = await eventually('trainers', 30_000, async () => {
    const children = await childrenOf(pidOf('worker'));
    return children.length > 0 ? children : null;
  });
  const environments = trainers.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8'));
  for (const environment of await Promise.all(environments)) expect(environment).not.toContain('whsec_');
  const { workerLog, supervisorLog, servicesFile } = homeAt(podium.home);
  for (const file of [workerLog, supervisorLog, servicesFile]) {
    expect(await readFile(file, 'utf8')).not.toContain(secret.slice('whsec_'.length));
  }
});

test('Ctrl-C leaves a follower with 130, and the run goes on', async () => {
  const { run } = await startRun(500);
  const left = await eventually('the run', 60_000, async () => {
    const end = await podium.run(['events', run, '--follow', '--json'], undefined, (text, signal) => {
      if (text.includes('\n')) signal('SIGINT');
    });
    return end.code === 2 ? null : end; // not stored yet
  });
  expect(left).toMatchObject({ code: 130, stderr: '' });
  const [first] = left.stdout.split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as Event)));
  expect(first).toMatchObject({ run, type: 'run.started' });
  expect(await printed('runs')).toContainEqual(expect.objectContaining({ status: 'running' }));
  expect((await podium.run(['stop', run])).code).toBe(0);
}, 120_000);
