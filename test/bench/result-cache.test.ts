import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openResultCache } from '../../bench/search/result-cache.js';

test('finished searches are found again, past a line that a kill left unfinished', () => {
  const folder = mkdtempSync(join(tmpdir(), 'podium-bench-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'searches.jsonl');
  openResultCache(file).add('a', { best: 1, suggestMs: 2 });
  appendFileSync(file, '{"key":"torn","be');
  openResultCache(file).add('b', { best: 3, suggestMs: 4 });
  const cache = openResultCache(file);
  expect(cache.find('a')).toEqual({ best: 1, suggestMs: 2 });
  expect(cache.find('b')).toEqual({ best: 3, suggestMs: 4 });
  expect(cache.find('torn')).toBeUndefined();
});
