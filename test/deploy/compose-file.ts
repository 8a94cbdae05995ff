import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package-root.js';

export interface ComposeService {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly command?: readonly string[];
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

type Variables = Readonly<Record<string, string>>;

/** docker-compose.yml with its variables filled in, anchors and merges resolved. @throws Error as interpolate does */
export function readCompose(variables: Variables): ComposeFile {
  const text = readFileSync(join(packageRoot, 'docker-compose.yml'), 'utf8');
  return parse(interpolate(text, variables), { merge: true }) as ComposeFile;
}

/** The variables that the example of .env sets; passwords are empty there. */
export function exampleVariables(): Variables {
  const lines = readFileSync(join(packageRoot, 'deploy', '.env.example'), 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Compose's ${NAME:-default} and ${NAME:?message}, the two forms that the file uses. @throws Error for any other */
export function interpolate(text: string, variables: Variables): string {
  return text.replaceAll(/\$(?:\{([A-Z_]+):([-?])([^}]*)\})?/g, (found, ...groups: readonly unknown[]) => {
    const [name, mark, rest] = groups;
    if (typeof name !== 'string' || typeof rest !== 'string') throw new Error(`${found} stands alone`);
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (mark === '?') throw new Error(`${name} is not set: ${rest}`);
    return rest;
  });
}
