import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stores } from '../../src/stores/postgres/index.js';
import { storeImplementations } from '../stores/implementations.js';

describe.each(storeImplementations)('uptime store: $name', ({ open }) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ stores, close } = await open());
  });
  afterAll(() => close());

  const beat = async (worker: string, forMs: number): Promise<void> => {
    for (const end = Date.now() + forMs; Date.now() < end;) {
      await stores.uptime.beat(worker);
      await sleep(200);
    }
  };

  test('a gap is a time in which no worker was up for more than three seconds', async () => {
    const beginMs = Date.now();
    expect(await stores.uptime.gaps(beginMs - 10_000)).toMatchObject([{ fromMs: beginMs - 10_000 }]);
    expect(await stores.uptime.gaps(beginMs)).toEqual([]);
    await beat('a', 600);
    await beat('b', 600); // a is gone, b has taken over
    const downMs = Date.now();
    await sleep(3_600);
    const [still] = await stores.uptime.gaps(beginMs);
    expect(still?.toMs).toBeGreaterThan(Date.now() - 500);
    const upMs = Date.now();
    await beat('b', 400); // the same worker, late: a new stretch
    const gaps = await stores.uptime.gaps(beginMs);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]?.fromMs).toBeGreaterThan(downMs - 500);
    expect(gaps[0]?.fromMs).toBeLessThan(downMs + 100);
    expect(gaps[0]?.toMs).toBeGreaterThan(upMs - 100);
    expect(gaps[0]?.toMs).toBeLessThan(upMs + 400);
    expect(await stores.uptime.gaps(upMs)).toEqual([]);
  }, 30_000);
});
