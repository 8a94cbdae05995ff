import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, chmod, lstat, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from './atomic-file.js';
import { binariesVersion, copyBinaries } from './postgres-binaries.js';

/** uid and gid that a process is started under. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where a server lives. */
export interface PostgresPlace {
  /** Data folder. */
  readonly data: string;
  /** Folder with bin/, lib/ and share/. */
  readonly native: string;
  /** Undefined: the account of this process. Postgres refuses to run as root, so root lends it another. */
  readonly account: Account | undefined;
}

/** In `folder` when the data had to go elsewhere: the path of that place. */
const marker = 'elsewhere';

/**
 * Decides where the server of `folder` keeps its data and finds its binaries. Usually `folder` itself and
 * `native`; for root, whose account for Postgres may not be able to reach these (/root is mode 700), a
 * private folder under /var/lib, or /var/tmp where that cannot be written.
 */
export async function choosePlace(folder: string, native: string): Promise<PostgresPlace> {
  await mkdir(dirname(folder), { recursive: true });
  if (process.getuid?.() !== 0) return { data: folder, native, account: undefined };

  const moved = await readFile(join(folder, marker), 'utf8').catch(() => undefined);
  const account = await accountFor(moved ?? folder);
  const data =
    moved ?? ((await canReach(account, dirname(folder))) ? folder : await moveElsewhere(folder, account));
  if (await canReach(account, join(native, 'bin', 'postgres'))) return { data, native, account };
  const copy = join(await privateFolder(await binariesVersion(native)), 'native');
  await copyBinaries(native, copy);
  return { data, native: copy, account };
}

/** The owner of data that exist, else `nobody`, which every system has. */
async function accountFor(data: string): Promise<Account> {
  const owner = await stat(data).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const id = async (flag: string): Promise<number> =>
    Number((await promisify(execFile)('id', [flag, 'nobody'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

/** Asks the system under that account: mode bits alone do not tell (access lists, mounts). */
function canReach(account: Account, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const command = ['-c', 'test -x "$1"', 'sh', path];
    const child = spawn('/bin/sh', command, { ...account, cwd: '/', stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

/** Data already there belonged to a folder of this name that was deleted since. */
async function moveElsewhere(folder: string, account: Account): Promise<string> {
  if (existsSync(join(folder, 'PG_VERSION'))) {
    throw new Error(
      `User ${account.uid}, who owns ${folder}, can no longer reach it: check the modes above it`,
    );
  }
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const data = join(await privateFolder(name), 'data');
  await rm(data, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, marker), data);
  return data;
}

/** /var/lib is neither writable by everyone nor cleaned by age, as /var/tmp may be. */
async function privateFolder(name: string): Promise<string> {
  const writable = await access('/var/lib', constants.W_OK).then(
    () => true,
    () => false,
  );
  const path = join(writable ? '/var/lib' : '/var/tmp', `podium-postgres-${name}`);
  await mkdir(path, { recursive: true });
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${path} belongs to someone else: remove it`);
  }
  await chmod(path, 0o711);
  return path;
}
