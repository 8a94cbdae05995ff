import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.js';

const sources = ['src', 'workflows', 'activities', 'migrations', 'native'].flatMap(codeFiles);
const tests = codeFiles('test');
const medianCeiling = 100;
// Names that say nothing about the subject of a file.
const bags = /^(utils?|helpers?|types|interfaces|common|misc|constants)\.(ts|mjs)$/;

describe('files', () => {
  it('are short: the median stays under 100 lines', () => {
    const lengths = sources.map(lineCount).sort((a, b) => a - b);
    expect(lengths.length).toBeGreaterThan(50);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(medianCeiling);
  });

  it('have no more than 300 lines, tests 400', () => {
    expect(sources.filter((file) => lineCount(file) > 300)).toEqual([]);
    expect(tests.filter((file) => lineCount(file) > 400)).toEqual([]);
  });

  it('are named after their subject', () => {
    expect([...sources, ...tests].filter((file) => bags.test(basename(file)))).toEqual([]);
  });
});

/** Paths of the code below a folder of the checkout. */
function codeFiles(folder: string): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|mjs)$/.test(file))
    .map((file) => join(folder, file));
}

function lineCount(file: string): number {
  return readFileSync(join(packageRoot, file), 'utf8').split('\n').length - 1;
}
