import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { InputError } from '../../src/domain/input-error.js';
import { childEnvironment } from '../../src/services/child-environment.js';
import { temporalConnectionOptions } from '../../src/services/temporal-connection.js';

function messageOf(env: Readonly<Record<string, string>>): string {
  try {
    loadConfig(env, '/somewhere');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  return expect.unreachable('no error');
}

test('an empty environment gives the defaults', () => {
  expect(loadConfig({ PODIUM_SLOTS: ' ', DATABASE_URL: '' }, '/somewhere')).toEqual({
    home: '/somewhere/.podium',
    artifacts: null,
    databaseUrl: null,
    temporal: {
      ...{ address: null, namespace: 'default', apiKey: null },
      ...{ tls: null, metadata: {}, profile: null },
    },
    queues: ['control', 'cpu', 'gpu'],
    slots: availableParallelism(),
    threadsPerTrainer: 1,
    trainerMemoryMb: 2048,
    logLevel: 'info',
    metricsAddress: null,
    healthAddress: null,
    webhookSecret: null,
    inherited: {},
  });
});

test.each([
  ['PODIUM_SLOTS', 'many', 'a whole number from 1 to 1024'],
  ['PODIUM_SLOTS', '0', 'a whole number from 1 to 1024'],
  ['PODIUM_SLOTS', '1.5', 'a whole number from 1 to 1024'],
  ['PODIUM_TRAINER_MEMORY_MB', '1', 'a whole number from 128'],
  ['PODIUM_LOG_LEVEL', 'loud', 'trace, debug, info, warn, error'],
  ['PODIUM_QUEUES', 'control,tpu', 'some of control, cpu, gpu'],
  ['PODIUM_HEALTH_ADDRESS', 'localhost:8080', 'an IP address and a port'],
  ['PODIUM_METRICS_ADDRESS', '127.0.0.1:70000', 'an IP address and a port'],
  ['PODIUM_WEBHOOK_SECRET', 'hidden', 'whsec_ and 24 to 64 bytes'],
  ['PODIUM_WEBHOOK_SECRET', `whsec_${'hidden'.repeat(30)}`, 'whsec_ and 24 to 64 bytes'],
  ['DATABASE_URL', 'mysql://somebody:hidden@here/', 'postgres://'],
  ['TEMPORAL_ADDRESS', 'localhost', 'host:port'],
  ['TEMPORAL_TLS', 'perhaps', 'true or false'],
])('%s=%s is refused by name, with a mend', (name, value, why) => {
  const message = messageOf({ [name]: value });
  expect(message).toContain(`environment variable ${name}`);
  expect(message).toContain(why);
  expect(message).toContain(`mend   export ${name}=`);
  expect(message).not.toContain('hidden');
});

test('all wrong variables are named at once', () => {
  const message = messageOf({ PODIUM_SLOTS: '-1', TEMPORAL_ADDRESS: 'x' });
  expect(message).toContain('PODIUM_SLOTS');
  expect(message).toContain('TEMPORAL_ADDRESS');
});

test('a client certificate without its key is refused', () => {
  expect(messageOf({ TEMPORAL_TLS_CLIENT_CERT_DATA: 'pem' })).toContain('TEMPORAL_TLS_CLIENT_KEY_PATH');
  expect(
    messageOf({ TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'pem', TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'file' }),
  ).toContain('TEMPORAL_TLS_SERVER_CA_CERT_PATH is set too');
});

test('a child process gets the same configuration, what the machine needs, and nothing else', () => {
  const config = loadConfig(
    {
      PATH: '/bin',
      LD_LIBRARY_PATH: '/cuda',
      CUDA_VISIBLE_DEVICES: '1',
      NODE_OPTIONS: '--inspect',
      KAGGLE_KEY: 'secret',
      PODIUM_HOME: 'state',
      DATABASE_URL: 'postgres://me:pw@db:5432/podium',
      PODIUM_ARTIFACTS: 'shared',
      PODIUM_QUEUES: 'gpu, cpu,gpu',
      PODIUM_METRICS_ADDRESS: '[::1]:9464',
      PODIUM_HEALTH_ADDRESS: '127.0.0.1:0',
      PODIUM_SLOTS: '3',
      PODIUM_WEBHOOK_SECRET: `whsec_${'A'.repeat(44)}`,
      TEMPORAL_ADDRESS: 'cloud.example:7233',
      TEMPORAL_API_KEY: 'key',
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'authority',
      TEMPORAL_TLS_SERVER_NAME: 'temporal',
    },
    '/somewhere',
  );
  expect(config).toMatchObject({ artifacts: '/somewhere/shared', queues: ['gpu', 'cpu'] });
  const env = childEnvironment(config);
  expect(loadConfig(env, '/elsewhere')).toEqual(config);
  expect(env).toMatchObject({ PATH: '/bin', LD_LIBRARY_PATH: '/cuda', CUDA_VISIBLE_DEVICES: '1' });
  expect(env).not.toHaveProperty('KAGGLE_KEY');
  expect(env).not.toHaveProperty('NODE_OPTIONS');
});

test('connection options follow the settings; the embedded server takes no key', () => {
  const TEMPORAL_ADDRESS = 'a:1';
  expect(loadConfig({ TEMPORAL_API_KEY: 'key' }).temporal).toMatchObject({ apiKey: null, tls: null });
  const plain = loadConfig({
    TEMPORAL_ADDRESS,
    TEMPORAL_TLS: 'false',
    TEMPORAL_TLS_SERVER_NAME: 'x',
  }).temporal;
  expect(temporalConnectionOptions(plain, 'a:1')).toEqual({ address: 'a:1' });
  const cloud = loadConfig({ TEMPORAL_ADDRESS, TEMPORAL_API_KEY: 'key' }).temporal;
  expect(temporalConnectionOptions(cloud, 'a:1')).toEqual({ address: 'a:1', apiKey: 'key', tls: {} });
  const mutual = loadConfig({
    TEMPORAL_ADDRESS,
    TEMPORAL_TLS_CLIENT_CERT_DATA: 'cert',
    TEMPORAL_TLS_CLIENT_KEY_DATA: 'key',
    TEMPORAL_TLS_SERVER_NAME: 'server',
  }).temporal;
  expect(temporalConnectionOptions(mutual, 'a:1').tls).toEqual({
    serverNameOverride: 'server',
    clientCertPair: { crt: Buffer.from('cert'), key: Buffer.from('key') },
  });
});
