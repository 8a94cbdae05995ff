import { chmod, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** What a build can lack: the fence of a fold's commit, or that commit itself. */
export const flaws = {
  fencing: {
    file: 'src/stores/postgres/commit-fold.js',
    from: "and folds.attempt = ${lease.attempt} and folds.state = 'running'",
    to: '',
  },
  commit: {
    file: 'activities/train-fold.js',
    from: 'await fenced(trials.commitFold(',
    to: 'void (async () => undefined)((',
  },
} as const;

export type Flaw = keyof typeof flaws;

export interface TestBuild {
  /** Stands for the package's folder. */
  readonly root: string;
  remove(): Promise<void>;
}

/** A copy of the build that lacks something, so that checks can be seen to fail. @throws Error where it has no such place */
export async function testBuild(flaw: Flaw): Promise<TestBuild> {
  const root = await mkdtemp(join(tmpdir(), `podium-without-${flaw}-`));
  await chmod(root, 0o755);
  await Promise.all([
    cp(join(packageRoot, 'package.json'), join(root, 'package.json')),
    cp(join(packageRoot, 'dist'), join(root, 'dist'), { recursive: true }),
    ...['node_modules', 'native'].map((name) => symlink(join(packageRoot, name), join(root, name))),
  ]);
  const { file, from, to } = flaws[flaw];
  const path = join(root, 'dist', file);
  const text = await readFile(path, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} has no single place of ${from}`);
  await writeFile(path, text.replace(from, to));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
