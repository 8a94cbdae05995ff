import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import type { CompetitionSpec } from './domain/competition.js';
import { InputError } from './domain/input-error.js';
import { parseSpecFile, type FieldPlace } from './schemas.js';

/** The keys of podium.yaml and the line of each. */
export interface PodiumYaml {
  readonly spec: Omit<CompetitionSpec, 'path'>;
  readonly line: ReadonlyMap<string, number>;
}

/** A spec together with where each of its fields was given, for error messages. */
export interface LocatedSpec {
  readonly spec: CompetitionSpec;
  readonly place: FieldPlace;
}

const fileName = 'podium.yaml';

/**
 * Reads podium.yaml of a competition's folder; an absent file is an empty one. A relative `out` is taken from
 * the folder.
 * @throws InputError naming the line of each syntax error, unknown key and wrong value
 */
export async function readPodiumYaml(folder: string): Promise<PodiumYaml> {
  const source = await readIfPresent(join(folder, fileName));
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map((error) => ({
        what: `${fileName} is not valid YAML`,
        where: `${fileName}, line ${error.linePos?.[0].line ?? 1}`,
        why: (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, ''),
        mend: 'write one "key: value" a line, for example "metric: accuracy"',
      })),
    );
  }
  const line = new Map<string, number>();
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) {
      if (isScalar(key)) line.set(String(key.value), lines.linePos(key.range[0]).line);
    }
  }
  const spec = parseSpecFile(document.toJS() ?? {}, (field) => `${fileName}, line ${line.get(field) ?? 1}`);
  return { spec: spec.out === undefined ? spec : { ...spec, out: resolve(folder, spec.out) }, line };
}

/** Fills gaps of the spec from podium.yaml of its folder; what the spec says itself wins. @throws InputError */
export async function withPodiumYaml(spec: CompetitionSpec): Promise<LocatedSpec> {
  const file = await readPodiumYaml(spec.path);
  const given = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  const place = (field: string): string => {
    const line = given[field] === undefined ? file.line.get(field) : undefined;
    return line === undefined ? `field ${field} (--${kebab(field)})` : `${fileName}, line ${line}`;
  };
  return { spec: { ...file.spec, ...given, path: spec.path }, place };
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

function kebab(field: string): string {
  const flags: Readonly<Record<string, string>> = { budgetSeconds: 'budget', maxTrials: 'max-trials' };
  return flags[field] ?? field;
}
