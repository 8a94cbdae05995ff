import { describe, expect, test } from 'vitest';
import type { ArtifactStore } from '../../src/stores/artifact-store.js';
import { createFileArtifactStore } from '../../src/stores/file-artifact-store.js';

const implementations: readonly { readonly name: string; readonly open: () => ArtifactStore }[] = [
  { name: 'file', open: () => createFileArtifactStore('/data/artifacts') },
];

describe.each(implementations)('artifact store: $name', ({ open }) => {
  const store = open();

  test.each([
    'runs/titanic-20261122-1/trials/3/fold-0/attempt-1',
    'runs/Ev fiyatları (2)/dataset',
    'runs/nightly-2026-11-22T03:00:00Z/blends/0',
  ])('%s has a folder of its own below the root', (key) => {
    expect(store.folder(key)).toBe(`/data/artifacts/${key}`);
  });

  test.each([
    '',
    '.',
    '..',
    '../other',
    'runs/../../etc',
    '/etc',
    'runs//x',
    'runs/',
    'runs\\x',
    'a/.hidden',
    'a\0b',
  ])('%j is refused', (key) => {
    expect(() => store.folder(key)).toThrow(/Artifact key/);
  });
});

test('a relative root is taken from the current folder', () => {
  expect(createFileArtifactStore('state').folder('runs/a')).toBe(`${process.cwd()}/state/runs/a`);
});
