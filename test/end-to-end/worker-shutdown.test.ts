import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { keepOrChoosePort } from '../../src/services/ports.js';
import { taskQueues, trialWorkflowId } from '../../workflows/messages.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { connectToTestTemporal } from '../temporal.js';
import { childrenOf, eventually, startWorkerProcess, type WorkerProcess } from './worker-process.js';

const titanic = join(packageRoot, 'examples', 'titanic');
const boundMs = 15_000;

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
beforeAll(async () => {
  [environment, database] = await Promise.all([connectToTestTemporal(), createTestDatabase()]);
});
afterAll(async () => {
  await database.drop();
  await environment.teardown();
});

test('SIGTERM in the middle of a fit that hears nothing: trainers end, folds go back, exit code 0', async () => {
  const [health, metrics] = await Promise.all([listenAddress(), listenAddress()]);
  const worker = await startWorkerProcess({
    ...common(),
    PODIUM_HEALTH_ADDRESS: health,
    PODIUM_METRICS_ADDRESS: metrics,
  });
  onTestFinished(() => worker.remove());
  const workflowId = `deaf-${randomUUID().slice(0, 8)}`;
  const { workflow } = environment.client;
  const run = await workflow.start('competition', {
    workflowId,
    taskQueue: taskQueues.control,
    args: [{ path: titanic, families: ['deaf'], maxTrials: 1 }],
  });
  onTestFinished(async () => {
    await run.terminate('the test is over');
  });
  const trial = workflow.getHandle(trialWorkflowId(workflowId, 0));
  await eventually('a fold in a trainer', 30_000, async () => {
    const running = await pendingFold(trial).catch(() => null);
    return running?.heartbeatDetails ? running : null;
  });
  const healthy = await fetch(`http://${health}/healthz`);
  expect(healthy.status).toBe(200);
  expect(await healthy.json()).toMatchObject({
    state: 'running',
    slots: 1,
    busySlots: 1,
    databaseError: null,
  });
  expect(await (await fetch(`http://${metrics}/metrics`)).text()).toContain(
    'temporal_worker_task_slots_available',
  );
  const trainers = await childrenOf(worker.pid);
  expect(trainers.length).toBeGreaterThan(0);

  const begunAtMs = Date.now();
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(Date.now() - begunAtMs).toBeLessThan(boundMs);
  expect(trainers.filter((pid) => existsSync(`/proc/${String(pid)}`))).toEqual([]);
  const givenBack = await pendingFold(trial);
  expect(givenBack).toMatchObject({
    attempt: 2,
    lastFailure: { applicationFailureInfo: { type: 'WorkerShutdown', nonRetryable: false } },
  });
  expect((await run.describe()).status.name).toBe('RUNNING');
}, 60_000);

test('SIGTERM in the middle of a fit that keeps a checkpoint: the next worker goes on where it was', async () => {
  const artifacts = await mkdtemp(join(tmpdir(), 'podium-test-artifacts-'));
  await chmod(artifacts, 0o755);
  onTestFinished(() => rm(artifacts, { recursive: true }));
  const start = async (): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess({ ...common(), PODIUM_ARTIFACTS: artifacts });
    onTestFinished(() => worker.remove());
    return worker;
  };
  const first = await start();
  const workflowId = `patient-${randomUUID().slice(0, 8)}`;
  const spec = { path: titanic, families: ['patient'], maxTrials: 1, folds: 2, out: join(artifacts, 'out') };
  const { workflow } = environment.client;
  const run = await workflow.start('competition', {
    workflowId,
    taskQueue: taskQueues.control,
    args: [spec],
  });
  const trial = workflow.getHandle(trialWorkflowId(workflowId, 0));
  await eventually('a fold that is under way', 30_000, async () => {
    const running = await pendingFold(trial).catch(() => null);
    const [heartbeat] = running?.heartbeatDetails?.payloads ?? [];
    return Buffer.from(heartbeat?.data ?? []).includes('step 1') ? running : null;
  });
  first.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  await start();
  expect(await run.result()).toMatchObject({ trials: { finished: 1 } });
  const [stored] = await database.stores.trials.listTrials(workflowId);
  expect(stored?.folds[0]).toMatchObject({ attempt: 2 });
  expect(stored?.folds[0]?.note).toMatch(/^went on from step \d+\/40 of attempt 1$/);
  expect(stored?.folds[0]?.seconds).toBeGreaterThan(4);
  expect(stored?.folds[1]?.note).toBeNull();
  const fold = join(artifacts, 'runs', workflowId, 'trials', '0', 'fold-0');
  expect(await readdir(fold)).toEqual(['attempt-2']);
}, 60_000);

function common(): NodeJS.ProcessEnv {
  return {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: environment.namespace ?? '',
    PODIUM_FAMILIES: join(packageRoot, 'test', 'fixtures', 'odd-families.mjs'),
    PODIUM_SLOTS: '1',
  };
}

async function listenAddress(): Promise<string> {
  return `127.0.0.1:${String(await keepOrChoosePort(undefined, []))}`;
}

type Handle = ReturnType<TestWorkflowEnvironment['client']['workflow']['getHandle']>;

/** The first fold of a trial as the server holds it. */
async function pendingFold(
  trial: Handle,
): Promise<NonNullable<Awaited<ReturnType<Handle['describe']>>['raw']['pendingActivities']>[number]> {
  const [pending] = (await trial.describe()).raw.pendingActivities ?? [];
  if (pending === undefined) throw new Error('no fold is pending');
  return pending;
}
