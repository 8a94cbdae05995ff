import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { homeAt, webhookSecret } from '../../src/services/home.js';

test('a home makes its secret once, for its owner alone, such as the configuration takes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'podium-test-home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const home = homeAt(join(folder, 'new'));
  const secret = webhookSecret(home);
  expect(webhookSecret(home)).toBe(secret);
  expect((await stat(home.webhookSecretFile)).mode & 0o777).toBe(0o600);
  expect(loadConfig({ PODIUM_WEBHOOK_SECRET: secret }).webhookSecret).toBe(secret);
  expect(webhookSecret(homeAt(join(folder, 'other')))).not.toBe(secret);
});
