import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { installedNative } from '../src/native/installed.js';
import { packageRoot } from '../src/package-root.js';
import type { TestService } from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** host:port of the one Temporal server of a test run. */
    readonly temporalAddress: string;
  }
}

/** The one Temporal server of a test run, in memory. */
export async function startTestTemporal(): Promise<TestService> {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: installedNative().temporal },
      ui: false,
      log: { level: 'error', format: 'json' },
    },
  });
  return { url: environment.address, stop: () => environment.teardown() };
}

/** The test run's server through a new namespace, so that test files do not take each other's tasks. */
export async function connectToTestTemporal(): Promise<TestWorkflowEnvironment> {
  const address = inject('temporalAddress');
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  await connection.close();
  return TestWorkflowEnvironment.createFromExistingServer({ address, namespace });
}

/** Workers in tests report errors alone; failing activities are part of the tests. */
export function quietWorkers(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows of the sources, bundled once a test file. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({ workflowsPath: join(packageRoot, 'workflows', 'index.ts') });
  return bundle;
}
