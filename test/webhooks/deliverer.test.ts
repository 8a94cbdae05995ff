import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { WebhookStore } from '../../src/stores/webhook-store.js';
import { startDeliverer, type Deliverer } from '../../src/webhooks/deliverer.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';
import { startReceiver, type Received, type Receiver } from './receiver.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const secret = `whsec_${'A'.repeat(44)}`;
const logger = { warn: () => undefined, debug: () => undefined };

function start(store: WebhookStore = database.stores.webhooks): Deliverer {
  const deliverer = startDeliverer({ store, secret, logger });
  onTestFinished(() => deliverer.close());
  return deliverer;
}

async function receive(
  answer: (id: string, earlier: readonly Received[]) => number | null,
): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  onTestFinished(() => receiver.close());
  await database.stores.webhooks.addWebhook({ id: 'wh', url: receiver.url, events: null });
  return receiver;
}

async function run(id: string, trials: number): Promise<void> {
  const { stores } = database;
  await stores.runs.createRun(examplePlan(id), {});
  await stores.trials.recordSuggestions(
    id,
    Array.from({ length: trials }, (_, i) => exampleSuggestion(i)),
  );
}

const pending = async (): Promise<number | undefined> =>
  (await database.stores.webhooks.listWebhooks())[0]?.pending;
const taken = ({ received }: Receiver): readonly number[] =>
  received
    .filter(({ status }) => status === 200)
    .map(({ body }) => (JSON.parse(body) as { readonly id: number }).id);

test('two deliverers hand over each event once and in order, far sooner than they poll', async () => {
  const receiver = await receive(() => 200);
  start();
  start();
  const startedMs = Date.now();
  await run('a', 30);
  await expect.poll(pending, { timeout: 10_000 }).toBe(0);
  expect(Date.now() - startedMs).toBeLessThan(10_000);
  const events = await database.stores.events.listEvents({ run: 'a' }, 0, 100);
  expect(taken(receiver)).toEqual(events.map(({ id }) => id));
});

test('an event that is not taken holds back those of its run, not those of another', async () => {
  const blocked = 'wh_1';
  const receiver = await receive((id, earlier) =>
    id === blocked && earlier.filter((each) => each.id === blocked).length < 2 ? 500 : 200,
  );
  await run('held', 1);
  await run('free', 1);
  start();
  await expect.poll(pending, { timeout: 10_000 }).toBe(0);
  expect(receiver.received.map(({ id }) => id).filter((id) => id === blocked)).toHaveLength(3);
  const order = taken(receiver);
  expect(order.indexOf(1)).toBeLessThan(order.indexOf(2));
  expect(order.indexOf(4)).toBeLessThan(order.indexOf(1));
});

test('closing takes at most 3 s; what was under way is due at once for another', async () => {
  let silent = true;
  const receiver = await receive(() => (silent ? null : 200));
  await run('cut', 0);
  const first = start();
  await expect.poll(() => receiver.received.length).toBe(1);
  const closingMs = Date.now();
  await first.close();
  expect(Date.now() - closingMs).toBeLessThan(3_500);
  silent = false;
  start();
  await expect.poll(pending, { timeout: 2_000 }).toBe(0);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
});

test('a database that fails is asked again, and what could not be noted is sent again under its id', async () => {
  const receiver = await receive(() => 200);
  await run('again', 0);
  const { webhooks } = database.stores;
  const failingOnce = <T>(work: () => Promise<T>): (() => Promise<T>) => {
    let failures = 1;
    return () => (failures-- > 0 ? Promise.reject(new Error('the database is away')) : work());
  };
  const claim = failingOnce(() => Promise.resolve());
  const settle = failingOnce(() => Promise.resolve());
  start({
    ...webhooks,
    claimDeliveries: async (limit) => {
      await claim();
      return webhooks.claimDeliveries(limit, 300);
    },
    settleDelivery: async (delivery) => {
      await settle();
      await webhooks.settleDelivery(delivery);
    },
  });
  await expect.poll(pending, { timeout: 10_000 }).toBe(0);
  expect(receiver.received.map(({ id }) => id)).toEqual(['wh_1', 'wh_1']);
});
