import type { TestProject } from 'vitest/node';
import { startTestPostgres } from './postgres.js';
import { startTestTemporal } from './temporal.js';

/** Starts what every test run needs once; what is returned runs at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, temporal] = await Promise.allSettled([startTestPostgres(), startTestTemporal()]);
  const stop = async (): Promise<void> => {
    for (const each of [postgres, temporal]) if (each.status === 'fulfilled') await each.value.stop();
  };
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await stop();
    throw new Error('a service of the tests did not start', {
      cause: [postgres, temporal].flatMap((each) =>
        each.status === 'rejected' ? [each.reason as unknown] : [],
      ),
    });
  }
  project.provide('databaseUrl', postgres.value.url);
  project.provide('temporalAddress', temporal.value.url);
  return stop;
}
