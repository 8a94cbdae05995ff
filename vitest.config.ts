import { defineConfig } from 'vitest/config';
import { TotalsReporter } from './test/reporter.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    reporters: ['default', new TotalsReporter()],
    globalSetup: ['test/global-setup.ts'],
  },
});
