import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './postgres.js';
import { startTestTemporal } from './temporal.js';

/** Starts what every test run needs once; what is returned runs at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, temporal] = await Promise.all([startTestPostgres(), startTestTemporal()]);
  project.provide('databaseUrl', postgres.url);
  project.provide('temporalAddress', temporal.url);
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
  };
}
