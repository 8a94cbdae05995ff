import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Outcome } from './simulate.js';

/** Finished searches by a digest of everything they depend on, one JSON line each. */
export interface ResultCache {
  find(key: string): Outcome | undefined;
  add(key: string, outcome: Outcome): void;
}

/** Opens `file`; a line that an interrupted run left unfinished is passed over. */
export function openResultCache(file: string): ResultCache {
  const known = new Map<string, Outcome>();
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const line of text.split('\n')) {
    if (!line.startsWith('{') || !line.endsWith('}')) continue;
    const { key, ...outcome } = JSON.parse(line) as Outcome & { key: string };
    known.set(key, outcome);
  }
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  return {
    find: (key) => known.get(key),
    add: (key, outcome) => {
      known.set(key, outcome);
      appendFileSync(file, `${JSON.stringify({ key, ...outcome })}\n`);
    },
  };
}
