import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string): string => readFileSync(join(packageRoot, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as LockedPackage;
const direct = { ...manifest.dependencies, ...manifest.devDependencies };
const { packages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

it.each(Object.entries(direct))('%s is pinned to one version and locked at it', (name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  expect(packages[`node_modules/${name}`]?.version).toBe(version);
});

it('package.json and package-lock.json ask for the same packages', () => {
  const { dependencies, devDependencies } = packages[''] ?? {};
  expect({ dependencies, devDependencies }).toEqual({
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
  });
});

it('docs/dependencies.md has one line for each dependency and wheel, with its version', () => {
  const wheels = requirements().map(({ name, version }) => [name, version] as const);
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `(\S+)` +\| (\S+) +\|/gm)].map((row) =>
    row.slice(1, 3),
  );
  expect(rows.map(String).sort()).toEqual([...Object.entries(direct), ...wheels].map(String).sort());
});

it('all Temporal packages of the SDK have one version', () => {
  const versions = Object.entries(packages).flatMap(([path, { version }]) =>
    /node_modules\/@temporalio\/[^/]+$/.test(path) ? [version] : [],
  );
  expect(versions.length).toBeGreaterThan(5);
  expect(new Set(versions).size).toBe(1);
});

it('the lock file names hashes and no registry', () => {
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  expect(entries.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
  expect(entries.filter(([, entry]) => entry.integrity === undefined)).toEqual([]);
});

it('the lock file holds the optional packages of every platform, without which npm ci refuses it', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('every wheel is pinned and hashed, and comes from no named place', () => {
  expect(requirements()).toHaveLength(3);
  for (const { line, version } of requirements()) {
    expect(line).toMatch(/^[a-z-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

function requirements(): readonly {
  readonly line: string;
  readonly name: string;
  readonly version: string;
}[] {
  return read('native/requirements.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', version = ''] = /^(\S+)==(\S+)/.exec(line) ?? [];
      return { line, name, version };
    });
}
