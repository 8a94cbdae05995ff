import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import type { TemporalSettings } from '../../src/temporal-settings.js';
import { InputError } from '../../src/domain/input-error.js';
import { childEnvironment } from '../../src/services/child-environment.js';
import { homeAt } from '../../src/services/home.js';
import { checkTemporal } from '../../src/services/temporal-checks.js';
import { temporalConnectionOptions } from '../../src/services/temporal-connection.js';

const folder = mkdtempSync(join(tmpdir(), 'podium-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'temporal.toml');
writeFileSync(
  file,
  `
[profile.default]
address = "one:7233"
namespace = "first"

[profile.cloud]
address = "two:7233"
api_key = "hidden"
[profile.cloud.grpc_meta]
x-team-id = "ours"

[profile.mutual]
address = "three:7233"
[profile.mutual.tls]
client_cert_path = "cert.pem"
client_key_data = "key"
server_ca_cert_path = "/authority.pem"
server_name = "temporal"

[profile.plain]
address = "four:7233"
api_key = "hidden"
[profile.plain.tls]
disabled = true

[profile.nowhere]
namespace = "lost"

[profile.wrong]
address = "no-port"

[profile.torn]
address = "five:7233"
[profile.torn.tls]
client_cert_path = "cert.pem"
client_cert_data = "hidden"
`,
);

function settings(env: Readonly<Record<string, string>>): TemporalSettings {
  return loadConfig({ TEMPORAL_CONFIG_FILE: file, ...env }, folder).temporal;
}

const none = { apiKey: null, tls: null, metadata: {} };

test('a profile is read when the environment names it or its file, not because it lies there', () => {
  const home = join(folder, 'user');
  mkdirSync(join(home, '.config', 'temporalio'), { recursive: true });
  writeFileSync(
    join(home, '.config', 'temporalio', 'temporal.toml'),
    '[profile.mine]\naddress = "mine:1"\n[profile.default]\naddress = "its:1"\n',
  );
  expect(loadConfig({ HOME: home }).temporal).toMatchObject({ address: null, profile: null });
  expect(loadConfig({ HOME: home, TEMPORAL_PROFILE: 'mine' }).temporal).toMatchObject({ address: 'mine:1' });
  const profile = `profile "default" of ${file}`;
  expect(settings({})).toEqual({ ...none, address: 'one:7233', namespace: 'first', profile });
});

test('variables go before the profile, one by one', () => {
  expect(settings({ TEMPORAL_ADDRESS: 'here:1' })).toMatchObject({ address: 'here:1', namespace: 'first' });
  expect(settings({ TEMPORAL_NAMESPACE: 'mine', TEMPORAL_API_KEY: 'key' })).toMatchObject({
    ...{ address: 'one:7233', namespace: 'mine', apiKey: 'key' },
    tls: { clientCert: null, serverName: null },
  });
  const mutual = settings({ TEMPORAL_PROFILE: 'mutual', TEMPORAL_TLS_SERVER_NAME: 'other' });
  expect(mutual.tls).toMatchObject({ serverName: 'other', clientKey: { data: 'key' } });
  expect(settings({ TEMPORAL_PROFILE: 'mutual', TEMPORAL_TLS: 'false' }).tls).toBeNull();
  const nowhere = settings({ TEMPORAL_PROFILE: 'nowhere', TEMPORAL_ADDRESS: 'here:1' });
  expect(nowhere).toMatchObject({ address: 'here:1', namespace: 'lost' });
});

test('TLS, key and headers of a profile reach the connection and child processes', () => {
  const mutual = settings({ TEMPORAL_PROFILE: 'mutual' });
  expect(mutual.tls).toEqual({
    clientCert: { path: join(folder, 'cert.pem') },
    clientKey: { data: 'key' },
    serverCaCert: { path: '/authority.pem' },
    serverName: 'temporal',
  });
  expect(settings({ TEMPORAL_PROFILE: 'plain' })).toMatchObject({ apiKey: 'hidden', tls: null });
  const cloud = settings({ TEMPORAL_PROFILE: 'cloud' });
  expect(temporalConnectionOptions(cloud, 'two:7233')).toEqual({
    ...{ address: 'two:7233', apiKey: 'hidden', tls: {} },
    metadata: { 'x-team-id': 'ours' },
  });
  for (const TEMPORAL_PROFILE of ['default', 'cloud', 'mutual', 'plain']) {
    const config = loadConfig({ TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE }, folder);
    const passedOn = loadConfig(childEnvironment(config), '/elsewhere').temporal;
    expect(passedOn).toEqual({ ...config.temporal, profile: null });
  }
});

test.each([
  ['a profile that is not there', { TEMPORAL_PROFILE: 'prod' }, "Profile 'prod' not found"],
  ['a file that is not there', { TEMPORAL_CONFIG_FILE: 'gone.toml' }, `there is no file ${folder}/gone.toml`],
  ['a profile without address', { TEMPORAL_PROFILE: 'nowhere' }, 'names no address'],
  ['an address without port', { TEMPORAL_PROFILE: 'wrong' }, 'host:port is needed'],
  ['a certificate twice', { TEMPORAL_PROFILE: 'torn' }, 'client_cert'],
  ['no verification', { TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'true' }, 'always looks whose certificate'],
])('%s is refused', (_, env, why) => {
  const refused = (): unknown => settings(env);
  expect(refused).toThrow(InputError);
  expect(refused).toThrow(why);
  expect(refused).not.toThrow('hidden');
});

test('what is no TOML is refused without being quoted', () => {
  writeFileSync(join(folder, 'torn.toml'), '[profile.default]\napi_key = "hidden\n');
  const refused = (): unknown => settings({ TEMPORAL_CONFIG_FILE: 'torn.toml' });
  expect(refused).toThrow(InputError);
  expect(refused).not.toThrow('hidden');
});

test('doctor says how a server is reached, and shows no key', async () => {
  const real = join(folder, 'real.toml');
  writeFileSync(
    real,
    `[profile.default]\naddress = "${inject('temporalAddress')}"\n[profile.default.grpc_meta]\nx-team = "hidden"\n`,
  );
  const config = loadConfig({ TEMPORAL_CONFIG_FILE: real, PODIUM_HOME: folder });
  const check = async (changed: typeof config) =>
    (
      await checkTemporal(changed, homeAt(folder), changed.temporal.address ?? '', null, {
        workflows: 'podium',
        activities: [],
      })
    )[0];
  expect(await check(config)).toMatchObject({
    result: 'ok',
    detail: `answers at ${inject('temporalAddress')}, namespace default (headers x-team; profile "default" of ${real})`,
  });
  const tls = loadConfig({ TEMPORAL_CONFIG_FILE: real, PODIUM_HOME: folder, TEMPORAL_API_KEY: 'hidden' });
  const failed = await check(tls);
  expect(failed).toMatchObject({
    result: 'wrong',
    detail: expect.stringContaining('(TLS; API key;') as string,
  });
  expect(JSON.stringify(failed)).not.toContain('hidden');
});
