import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPlace } from './postgres-place.js';

/** The superuser of an embedded server and the database it serves. */
export const superuser = 'podium';
export const databaseName = 'podium';

/**
 * Makes the data folder unless it stands. It is built beside its place and renamed, so an interrupted attempt
 * leaves nothing that looks finished. The password reaches initdb in a file that only its account may read.
 */
export async function initialiseCluster(place: PostgresPlace, password: string): Promise<void> {
  if (existsSync(join(place.data, 'PG_VERSION'))) return;
  const workshop = `${place.data}.unfinished`;
  const passwordFile = join(workshop, 'password');
  const data = join(workshop, 'data');
  await rm(workshop, { recursive: true, force: true });
  await mkdir(workshop, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.account !== undefined) {
    await chown(passwordFile, place.account.uid, place.account.gid);
    await chown(workshop, place.account.uid, place.account.gid);
  }
  try {
    await promisify(execFile)(join(place.native, 'bin', 'initdb'), initdbArguments(data, passwordFile), {
      ...place.account,
      cwd: '/',
      env: serverEnvironment(),
    });
    await rmdir(place.data).catch(() => undefined); // an empty folder may be in the way
    await rename(data, place.data);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

/** How a data folder is brought to disk: Linux has one call for all files (restart after kill -9: 0.23 s, not 3.4 s). */
export const syncMethod = process.platform === 'linux' ? 'syncfs' : 'fsync';

/** Little of ours: neither secrets nor PG* variables may reach another account's processes. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env;
  return {
    LC_ALL: 'C',
    ...(PATH === undefined ? {} : { PATH }),
    ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}),
  };
}

/** The builtin locale needs nothing of the system and sorts alike everywhere. */
function initdbArguments(data: string, passwordFile: string): readonly string[] {
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    `--sync-method=${syncMethod}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}
