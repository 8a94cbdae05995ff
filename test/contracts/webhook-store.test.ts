import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Stores } from '../../src/stores/postgres/index.js';
import { NotFoundError } from '../../src/stores/store-errors.js';
import type { Delivery } from '../../src/stores/webhook-store.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { examplePlan, exampleSuggestion } from '../stores/examples.js';

describe('webhook store: postgres', () => {
  let database: TestDatabase;
  let stores: Stores;
  let runs = 0;
  beforeAll(async () => {
    database = await createTestDatabase();
    stores = database.stores;
  });
  afterAll(() => database.drop());
  beforeEach(() => stores.webhooks.addWebhook({ id: 'all', url: 'http://all/', events: null }));
  afterEach(async () => {
    for (const { id } of await stores.webhooks.listWebhooks()) await stores.webhooks.removeWebhook(id);
  });

  const claim = (limit = 10, leaseMs = 60_000): Promise<readonly Delivery[]> =>
    stores.webhooks.claimDeliveries(limit, leaseMs);
  const told = (deliveries: readonly Delivery[]): unknown =>
    deliveries.map(({ webhook, event, attempt }) => [webhook, event.type, attempt]).sort();
  /** A run with two trials: run.started, trial.started, trial.started. */
  const newRun = async (): Promise<string> => {
    const run = `run-${runs++}`;
    await stores.runs.createRun(examplePlan(run), {});
    await stores.trials.recordSuggestions(run, [exampleSuggestion(0), exampleSuggestion(1)]);
    return run;
  };

  test('an event waits for each webhook that wants it, and for those that were there', async () => {
    await stores.webhooks.addWebhook({ id: 'some', url: 'http://some/', events: ['run.cancelled'] });
    const run = await newRun();
    await stores.webhooks.addWebhook({ id: 'late', url: 'http://late/', events: null });
    await stores.runs.finishRun({ runId: run, status: 'cancelled', failure: null, seconds: 1 });
    const pending = (await stores.webhooks.listWebhooks()).map((each) => [each.id, each.pending]);
    expect(pending).toEqual([
      ['all', 6],
      ['some', 1],
      ['late', 3],
    ]);
  });

  test('an event that is rolled back waits for nobody', async () => {
    const run = await newRun();
    const before = await stores.webhooks.listWebhooks();
    await sql`alter table submissions add constraint refuse check (rows <> 13)`.execute(database.db);
    const refused = { file: 'x', rows: 13, contentHash: 'x', estimate: 1 };
    await expect(stores.ensembles.recordSubmission(run, 0, refused)).rejects.toThrow('refuse');
    expect(await stores.webhooks.listWebhooks()).toEqual(before);
  });

  test('the oldest of a run is claimed alone; the next one when it was taken', async () => {
    const [first, second] = [await newRun(), await newRun()];
    const claimed = await claim();
    expect(claimed.map(({ event, url }) => [event.type, url])).toEqual([
      ['run.started', 'http://all/'],
      ['run.started', 'http://all/'],
    ]);
    expect(claimed.map(({ event }) => event)).toEqual(
      expect.arrayContaining([...(await stores.events.listEvents({ run: first }, 0, 1))]),
    );
    expect(await claim()).toEqual([]);
    const ofSecond = claimed.find(({ event }) => 'run' in event && event.run === second);
    if (ofSecond === undefined) throw new Error('not claimed');
    await stores.webhooks.settleDelivery(ofSecond);
    expect(await claim()).toMatchObject([{ attempt: 1, event: { run: second, type: 'trial.started' } }]);
  });

  test('what was not taken is due again later, keeps the order, and its error is shown', async () => {
    await newRun();
    const [first] = await claim();
    if (first === undefined) throw new Error('nothing claimed');
    await stores.webhooks.postponeDelivery(first, 'answered 500', 300);
    expect(await claim()).toEqual([]);
    expect(await stores.webhooks.listWebhooks()).toMatchObject([
      { id: 'all', pending: 3, delivered: 0, lastError: 'answered 500' },
    ]);
    await expect.poll(claim, { interval: 50 }).toMatchObject([{ ...first, attempt: 2 }]);
    await stores.webhooks.settleDelivery(first);
    expect(await stores.webhooks.listWebhooks()).toMatchObject([
      { pending: 2, delivered: 1, lastError: null },
    ]);
  });

  test('a lease that ran out is claimed again; who held it cannot postpone the new one', async () => {
    await newRun();
    const [lost] = await claim(10, 100);
    await expect.poll(() => claim(), { interval: 50 }).toHaveLength(1);
    if (lost === undefined) throw new Error('nothing claimed');
    await stores.webhooks.postponeDelivery(lost, 'late', 0);
    expect(await claim()).toEqual([]);
  });

  test('callers at the same time never get the same delivery, nor two of one run', async () => {
    await Promise.all(Array.from({ length: 6 }, newRun));
    const claimed = (await Promise.all(Array.from({ length: 8 }, () => claim(3)))).flat();
    expect(told(claimed)).toEqual(Array.from({ length: 6 }, () => ['all', 'run.started', 1]));
    expect(new Set(claimed.map(({ event }) => event.id)).size).toBe(6);
  });

  test('what a schedule skipped is delivered too', async () => {
    const skip = { action: 'nightly-1', reason: 'the data have not changed', lastRun: 'r' };
    await stores.events.recordSkip('nightly', skip);
    expect(await claim()).toMatchObject([{ event: { schedule: 'nightly', payload: skip } }]);
  });

  test('a known address keeps its id; an unknown webhook cannot be removed', async () => {
    const again = { id: 'other', url: 'http://all/', events: ['run.failed'] as const };
    const { added, id, events } = await stores.webhooks.addWebhook(again);
    expect({ added, id, events }).toEqual({ added: false, id: 'all', events: ['run.failed'] });
    await expect(stores.webhooks.removeWebhook('other')).rejects.toThrow(NotFoundError);
  });

  test('a webhook that is being removed does not fail a run', async () => {
    const run = await newRun();
    const removing = await database.db.startTransaction().execute();
    await removing.deleteFrom('webhooks').where('id', '=', 'all').execute();
    const writing = stores.runs.finishRun({ runId: run, status: 'finished', failure: null, seconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await removing.commit().execute();
    await writing;
    expect((await stores.events.listEvents({ run }, 0, 100)).at(-1)?.type).toBe('run.finished');
  });
});
