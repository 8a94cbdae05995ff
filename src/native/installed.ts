import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

/** Absolute paths of the native parts that set-up fetched; native/setup.mjs writes the file. */
export interface InstalledNative {
  /** lib_lightgbm.so */
  readonly lightgbm: string;
  /** The `temporal` command, which carries the development server. */
  readonly temporal: string;
}

/** Reads native/installed.json. @throws Error that says to run set-up when it is missing */
export function installedNative(): InstalledNative {
  const file = join(packageRoot, 'native', 'installed.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as InstalledNative;
  } catch {
    throw new Error(`${file} is missing or torn: run ./podium doctor, which sets it up again`);
  }
}
