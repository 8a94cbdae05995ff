import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { taskQueues } from '../../workflows/messages.js';
import { eventually, startWorkerProcess, type WorkerProcess } from '../end-to-end/worker-process.js';
import { createTestDatabase, type TestDatabase } from '../postgres.js';
import { connectToTestTemporal } from '../temporal.js';
import type { Query } from './chaos-home.js';
import { foldFindings, installFoldAudit, type FoldFindings } from './fold-audit.js';
import { testBuild } from './test-build.js';

let environment: TestWorkflowEnvironment;
let database: TestDatabase;
let artifacts: string;
let query: Query;
beforeEach(async () => {
  [environment, database] = await Promise.all([connectToTestTemporal(), createTestDatabase()]);
  artifacts = await mkdtemp(join(tmpdir(), 'podium-test-artifacts-'));
  await chmod(artifacts, 0o755);
  query = async <Row>(text: string, values: readonly unknown[] = []) =>
    (await sql<Row>`${sql.raw(text.replaceAll('$1', `'${String(values[0])}'`))}`.execute(database.db)).rows;
  await installFoldAudit(query);
});
afterEach(async () => {
  await database.drop();
  await environment.teardown();
  await rm(artifacts, { recursive: true, force: true });
});

async function startWorker(root: string): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(
    {
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: inject('temporalAddress'),
      TEMPORAL_NAMESPACE: environment.namespace ?? '',
      PODIUM_ARTIFACTS: artifacts,
      PODIUM_SLOTS: '1',
      PODIUM_FAMILIES: join(packageRoot, 'test', 'fixtures', 'odd-families.mjs'),
    },
    root,
  );
  onTestFinished(() => worker.remove());
  return worker;
}

const attempts = (runId: string): Promise<readonly { readonly attempt: number; readonly state: string }[]> =>
  query('select attempt, state from folds where run_id = $1', [runId]);

/**
 * One fold of eight seconds. Its worker is frozen in the middle for longer than a heartbeat may be late, another
 * one begins the fold again, and then the first one wakes up with a result in its hands.
 */
async function wakeTheDead(root: string): Promise<FoldFindings> {
  const frozen = await startWorker(root);
  const runId = `zombie-${randomUUID().slice(0, 8)}`;
  const run = await environment.client.workflow.start('competition', {
    workflowId: runId,
    taskQueue: taskQueues.control,
    args: [
      {
        path: join(packageRoot, 'examples', 'titanic'),
        ...{ families: ['slow'], maxTrials: 1, folds: 2, parallelism: 1, out: join(artifacts, 'out') },
      },
    ],
  });
  await eventually('a fold that is trained', 30_000, async () =>
    (await attempts(runId)).length > 0 ? true : null,
  );
  frozen.kill('SIGSTOP');
  await startWorker(root);
  await eventually('a second attempt', 30_000, async () =>
    (await attempts(runId)).some(({ attempt }) => attempt === 2) ? true : null,
  );
  await sleep(1_000);
  frozen.kill('SIGCONT');
  await run.result();
  await sleep(1_000);
  return foldFindings(query, runId, null);
}

test('an attempt that was given up and wakes up again cannot write over its successor', async () => {
  expect(await wakeTheDead(packageRoot)).toMatchObject({ finished: 2, trainedAgain: 0, lost: 0, running: 0 });
}, 120_000);

test('without the fence it does, and this check sees it', async () => {
  const build = await testBuild('fencing');
  onTestFinished(build.remove);
  expect((await wakeTheDead(build.root)).trainedAgain).toBeGreaterThan(0);
}, 120_000);
