import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { RunResult } from '../../src/domain/activity-contracts.js';
import { packageRoot } from '../../src/package-root.js';
import { taskQueues } from '../../workflows/messages.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { connectToTestTemporal } from '../temporal.js';
import { eventually, startWorkerProcess, type WorkerProcess } from './worker-process.js';

const titanic = join(packageRoot, 'examples', 'titanic');
const slots = 1;
const trials = 16;
const folds = 5;

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
let artifacts: string;
beforeAll(async () => {
  [environment, database] = await Promise.all([connectToTestTemporal(), createTestDatabase()]);
  artifacts = await mkdtemp(join(tmpdir(), 'podium-test-artifacts-'));
  await chmod(artifacts, 0o755);
});
afterAll(async () => {
  await database.drop();
  await environment.teardown();
  await rm(artifacts, { recursive: true, force: true });
});

test('two workers share a run; one is killed, the run ends on the other with a valid submission', async () => {
  const [first, second] = await Promise.all([startWorker(), startWorker()]);
  const runId = `shared-${randomUUID().slice(0, 8)}`;
  const out = join(artifacts, 'submission');
  const run = await environment.client.workflow.start('competition', {
    workflowId: runId,
    taskQueue: taskQueues.control,
    args: [
      { path: titanic, families: ['linear'], maxTrials: trials, folds, parallelism: 2, racing: false, out },
    ],
  });
  const trained = (worker: WorkerProcess): number => worker.completed('trainFold');
  await eventually('folds by both workers', 30_000, () =>
    trained(first) >= folds && trained(second) >= folds ? true : null,
  );
  const finishedBefore = await finishedFolds(runId);
  first.kill('SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  expect(finishedBefore.length).toBeLessThan(trials * folds);

  const result = (await run.result()) as RunResult;
  expect(result).toMatchObject({ trials: { finished: trials, failed: 0 } });
  const lines = (await readFile(join(out, 'submission.csv'), 'utf8')).trim().split('\n');
  const sample = (await readFile(join(titanic, 'sample_submission.csv'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => line.split(',')[0])).toEqual(sample.map((line) => line.split(',')[0]));

  const finished = await finishedFolds(runId);
  expect(finished).toHaveLength(trials * folds);
  // What was finished before the kill stands as it was; only what the first worker held was begun again.
  expect(finished).toEqual(expect.arrayContaining([...finishedBefore]));
  expect(finished.filter(({ attempt }) => attempt > 1).length).toBeLessThanOrEqual(slots + 1);
  expect(trained(first)).toBeGreaterThanOrEqual(folds);
  expect(trained(first) + trained(second)).toBeLessThanOrEqual(trials * folds);
}, 90_000);

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess({
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: environment.namespace ?? '',
    PODIUM_ARTIFACTS: artifacts,
    PODIUM_SLOTS: String(slots),
  });
  onTestFinished(() => worker.remove());
  return worker;
}

async function finishedFolds(
  runId: string,
): Promise<readonly { trial: number; fold: number; attempt: number; score: number | null }[]> {
  return database.db
    .selectFrom('folds')
    .select(['trial', 'fold', 'attempt', 'score'])
    .where('run_id', '=', runId)
    .where('state', '=', 'finished')
    .orderBy('trial')
    .orderBy('fold')
    .execute();
}
