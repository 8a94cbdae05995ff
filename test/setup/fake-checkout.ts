import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

const systemCommands = ['sh', 'cat', 'cksum', 'dirname', 'env', 'find', 'readlink', 'sleep'];

/** A folder with the wrapper and set-up of this checkout, and a `bin` that is the whole PATH of what runs there. */
export interface FakeCheckout {
  readonly root: string;
  readonly bin: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderrLines: readonly string[];
}

export function fakeCheckout(): FakeCheckout {
  const folder = mkdtempSync(join(tmpdir(), 'podium set-up '));
  const root = join(folder, 'check out');
  const bin = join(folder, 'bin');
  for (const name of ['dist', 'src', 'workflows', 'activities', 'migrations', 'native']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const file of ['podium', 'package.json', 'package-lock.json', 'tsconfig.json', 'native']) {
    cpSync(join(packageRoot, file), join(root, file), { recursive: true });
  }
  mkdirSync(bin);
  for (const command of systemCommands) symlinkSync(pathOf(command), join(bin, command));
  return { root, bin, environment: { PATH: bin, HOME: folder, PODIUM_CACHE: join(folder, 'cache') } };
}

/** Puts a shell script on the checkout's PATH. */
export function addCommand({ bin }: FakeCheckout, name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** All that set-up needs, and a `node` that only notes what it is asked: set-up stamps, the rest prints `|cwd|args|`. */
export function addWorkingTools(checkout: FakeCheckout, nodeVersion = 'v20.11.0'): void {
  const stamp = `printf '%s\\n' "$2" "$PODIUM_CACHE" '${join(checkout.root, 'installed')}'`;
  addCommand(
    checkout,
    'node',
    `case $1 in
      --version) echo ${nodeVersion} ;;
      *setup.mjs) echo 'set-up ran' >&2; touch '${checkout.root}/installed' '${checkout.root}/dist/.built'
        mkdir -p '${checkout.root}/node_modules'; ${stamp} >'${checkout.root}/node_modules/.podium-stamp' ;;
      *) printf '|%s' "$PWD" "$@"; echo '|' ;;
    esac`,
  );
  for (const command of ['touch', 'mkdir']) symlinkSync(pathOf(command), join(checkout.bin, command));
  for (const command of ['npm', 'python3', 'c++']) addCommand(checkout, command, 'exit 0');
}

export function runPodium(
  { root, environment }: FakeCheckout,
  args: readonly string[],
  { wrapper = join(root, 'podium'), cwd = root, more = {} }: RunOptions = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(wrapper, args, {
    cwd,
    env: { ...environment, ...more },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderrLines: stderr.split('\n').filter((line) => line !== '') };
}

interface RunOptions {
  readonly wrapper?: string;
  readonly cwd?: string;
  readonly more?: Readonly<Record<string, string>>;
}

/** Sets a file's time to a minute from now, creating it where it is missing. */
export function touchLater(file: string): void {
  writeFileSync(file, '', { flag: 'a' });
  const later = new Date(Date.now() + 60_000);
  utimesSync(file, later, later);
}

export function appendLine(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8') + '\n');
}

function pathOf(command: string): string {
  const found = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).stdout.trim();
  if (!found.startsWith('/')) throw new Error(`${command} is not on PATH`);
  return found;
}
