import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { families, findFamily } from '../../src/models/index.js';

test('ids are unique, kebab-case and found', () => {
  const ids = families.map((family) => family.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(findFamily(id)?.id).toBe(id);
  }
  expect(findFamily('nothing')).toBeUndefined();
});
