import { expect, onTestFinished, test } from 'vitest';
import { startHealthServer } from '../../src/health-server.js';
import type { HealthSubject, WorkerHealth } from '../../src/health.js';
import type { QueueStatus } from '../../src/workers.js';
import { createTestDatabase } from '../postgres.js';

function polling(state: QueueStatus['state']): Pick<NonNullable<HealthSubject['workers']>, 'status'> {
  return { status: () => [{ queue: 'podium-cpu', state, activities: 1, workflows: 0 }] };
}

test('healthz and readyz follow the workers; only healthz asks the database', async () => {
  const database = await createTestDatabase('empty');
  const subject: HealthSubject = { db: database.db, trainers: { slots: 3, busy: 2 }, workers: null };
  const server = await startHealthServer('127.0.0.1:0', subject);
  onTestFinished(() => server.close());
  const url = `http://127.0.0.1:${String(server.port)}`;
  const ask = async (path: string): Promise<[number, WorkerHealth]> => {
    const response = await fetch(`${url}${path}`);
    return [response.status, (await response.json()) as WorkerHealth];
  };

  expect(await ask('/healthz')).toMatchObject([503, { state: 'starting', queues: [] }]);
  subject.workers = polling('INITIALIZED');
  expect(await ask('/readyz')).toMatchObject([503, { state: 'starting' }]);
  subject.workers = polling('RUNNING');
  expect(await ask('/healthz')).toEqual([
    200,
    {
      state: 'running',
      queues: [{ queue: 'podium-cpu', state: 'RUNNING', activities: 1, workflows: 0 }],
      slots: 3,
      busySlots: 2,
      databaseError: null,
    },
  ]);
  subject.workers = polling('DRAINING');
  expect(await ask('/readyz')).toMatchObject([503, { state: 'draining' }]);
  subject.workers = polling('FAILED');
  expect(await ask('/healthz')).toMatchObject([503, { state: 'failed' }]);

  subject.workers = polling('RUNNING');
  await database.drop();
  const [status, health] = await ask('/healthz');
  expect(status).toBe(503);
  expect(health.databaseError).toMatch(/./);
  expect((await ask('/readyz'))[0]).toBe(200);

  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(405);
});
