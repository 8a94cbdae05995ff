import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configVariables, loadConfig } from '../../src/config.js';
import { packageRoot } from '../../src/package-root.js';
import { exampleVariables, readCompose, type ComposeService } from './compose-file.js';

const passwords = ['POSTGRES_PASSWORD', 'PODIUM_DB_PASSWORD', 'TEMPORAL_DB_PASSWORD'];
const filled = {
  ...exampleVariables(),
  ...Object.fromEntries(passwords.map((name) => [name, name.toLowerCase()])),
};
const compose = readCompose(filled);
const services = Object.entries(compose.services);

function service(name: string): ComposeService {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

/** A container's environment as its process sees it. */
function environmentOf(name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(service(name).environment ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

test.each(passwords)('nothing starts while %s is empty, and the example leaves it so', (name) => {
  expect(exampleVariables()[name]).toBe('');
  expect(() => readCompose({ ...filled, [name]: '' })).toThrow(name);
});

test('no password stands in the file, and each service gets only its own', () => {
  const holders = (name: string): readonly string[] =>
    services.filter(([, each]) => JSON.stringify(each).includes(name.toLowerCase())).map(([key]) => key);
  expect(passwords.map(holders)).toEqual([
    ['postgres'],
    ['postgres', 'control-worker', 'gpu-worker'],
    ['postgres', 'temporal-schema', 'temporal'],
  ]);
});

test('every variable of the example is used, and every used one is in the example', () => {
  const text = readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8');
  const used = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name ?? '');
  const example = readFileSync(join(packageRoot, 'deploy', '.env.example'), 'utf8');
  const offered = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name ?? '');
  expect(new Set(offered)).toEqual(new Set([...used, 'COMPOSE_PROFILES']));
});

test('the parts are there, with every image at one version', () => {
  const images = Object.fromEntries(services.map(([name, each]) => [name, each.image]));
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  expect(images).toEqual({
    postgres: expect.stringMatching(/^postgres:18\.\d+-bookworm$/) as unknown,
    'temporal-schema': 'temporalio/admin-tools:1.32.0',
    temporal: 'temporalio/server:1.32.0',
    'temporal-namespace': 'temporalio/admin-tools:1.32.0',
    'temporal-ui': 'temporalio/ui:2.54.1',
    'control-worker': `podium-worker:${version}`,
    'gpu-worker': `podium-worker:${version}`,
  });
});

test('who waits for whom can be waited for', () => {
  const needs = services.flatMap(([name, each]) =>
    Object.entries(each.depends_on ?? {}).map(([on, { condition }]) => ({ name, on, condition })),
  );
  expect(needs.length).toBeGreaterThan(7);
  for (const { on, condition } of needs) {
    const other = service(on);
    expect(other.profiles, `${on} is always started`).toBeUndefined();
    if (condition === 'service_healthy') expect(other.healthcheck?.test[0], on).toBe('CMD');
    else {
      expect(condition).toBe('service_completed_successfully');
      expect(other.restart, `${on} ends`).toMatch(/^on-failure:\d+$/);
    }
  }
  const start = (name: string, seen: readonly string[]): void => {
    expect(seen, 'a circle').not.toContain(name);
    for (const { on } of needs.filter((need) => need.name === name)) start(on, [...seen, name]);
  };
  for (const [name] of services) start(name, []);
});

test('what is mounted is declared or lies in the checkout; nothing declared is unused', () => {
  const sources = services.flatMap(([, each]) => (each.volumes ?? []).map((volume) => volume.split(':')));
  const named = new Set<string>();
  for (const [source = '', target = '', mode] of sources) {
    expect(target).toMatch(/^\//);
    if (!source.startsWith('.')) named.add(source);
    else {
      expect(existsSync(join(packageRoot, source)), source).toBe(true);
      expect(mode, `${source} is mounted to be read`).toBe('ro');
    }
  }
  expect(named).toEqual(new Set(Object.keys(compose.volumes)));
  // Since 18, the image keeps its data below a folder of the version, so the volume is the parent.
  expect(service('postgres').volumes).toContain('postgres-data:/var/lib/postgresql');
});

test('every published port is on the loopback address', () => {
  const ports = services.flatMap(([, each]) => each.ports ?? []);
  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test.each(['control-worker', 'gpu-worker'])('the environment of %s is a configuration', (name) => {
  const environment = environmentOf(name);
  expect(configVariables).toEqual(expect.arrayContaining(Object.keys(environment)));
  const config = loadConfig(environment);
  expect(config.temporal).toMatchObject({
    address: 'temporal:7233',
    namespace: environmentOf('temporal-namespace')['TEMPORAL_NAMESPACE'],
  });
  expect(new URL(config.databaseUrl ?? '')).toMatchObject({
    username: 'podium',
    password: 'podium_db_password',
    hostname: 'postgres',
    pathname: '/podium',
  });
  expect(service(name).volumes).toContain(`podium-data:${config.home}`);
  expect(service(name).stop_grace_period).toBe('20s');
});

test('with and without a GPU worker, every queue is polled', () => {
  const queues = (name: string, variables: Readonly<Record<string, string>>): readonly string[] => {
    const environment = readCompose({ ...filled, ...variables }).services[name]?.environment ?? {};
    return loadConfig({ PODIUM_QUEUES: String(environment['PODIUM_QUEUES']) }).queues;
  };
  expect(queues('control-worker', {})).toEqual(['control', 'cpu', 'gpu']);
  const example = readFileSync(join(packageRoot, 'deploy', '.env.example'), 'utf8');
  const withGpu = /^# PODIUM_CONTROL_QUEUES=(.*)$/m.exec(example)?.[1] ?? '';
  expect(queues('control-worker', { PODIUM_CONTROL_QUEUES: withGpu })).toEqual(['control', 'cpu']);
  expect(queues('gpu-worker', {})).toEqual(['gpu']);
  expect(service('gpu-worker').profiles).toEqual(['gpu']);
});

test('scripts that containers run lie where they are mounted', () => {
  for (const name of ['temporal-schema', 'temporal-namespace']) {
    const [script = ''] = service(name).command ?? [];
    expect(service(name).volumes).toContain('./deploy/temporal:/deploy:ro');
    expect(existsSync(join(packageRoot, script.replace('/deploy', 'deploy/temporal'))), script).toBe(true);
  }
  const dynamic = environmentOf('temporal')['DYNAMIC_CONFIG_FILE_PATH'] ?? '';
  expect(existsSync(join(packageRoot, dynamic.replace('/deploy', 'deploy/temporal')))).toBe(true);
  const { build, healthcheck } = service('control-worker');
  expect(existsSync(join(packageRoot, build?.dockerfile ?? 'none'))).toBe(true);
  const script = healthcheck?.test.at(-1)?.replace('/opt/podium/', '') ?? 'none';
  expect(existsSync(join(packageRoot, script))).toBe(true);
});
