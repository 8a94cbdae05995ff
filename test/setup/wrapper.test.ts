import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addCommand,
  addWorkingTools,
  appendLine,
  fakeCheckout,
  runPodium,
  touchLater,
  type FakeCheckout,
} from './fake-checkout.js';

let checkout: FakeCheckout;
beforeEach(() => {
  checkout = fakeCheckout();
});
afterEach(() => {
  rmSync(dirname(checkout.root), { recursive: true });
});

describe('what is missing', () => {
  it('names each missing tool on a line of its own, with how to get it', () => {
    addCommand(checkout, 'node', 'echo v22.1.0');
    addCommand(checkout, 'npm', 'exit 0');
    const { code, stdout, stderrLines } = runPodium(checkout, ['runs']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderrLines).toEqual([
      expect.stringMatching(/^✖ Python 3 is missing: .*apt-get install python3/),
      expect.stringMatching(/^✖ A C\+\+ compiler is missing: .*apt-get install g\+\+/),
    ]);
  });

  it.each(['v18.20.0', 'v20.5.1', 'v20.10.0', 'v21.7.3', 'v23.1.0'])('refuses Node %s', (version) => {
    addWorkingTools(checkout, version);
    const { code, stderrLines } = runPodium(checkout, ['runs']);
    expect(code).toBe(2);
    expect(stderrLines).toEqual([
      expect.stringContaining(`Node ${version} does not do: Podium needs Node 20`),
    ]);
  });

  it('says that Node is missing', () => {
    for (const command of ['npm', 'python3', 'c++']) addCommand(checkout, command, 'exit 0');
    const { code, stderrLines } = runPodium(checkout, []);
    expect(code).toBe(2);
    expect(stderrLines).toEqual([expect.stringMatching(/^✖ Node is missing: .*nvm install 22/)]);
  });

  it('says that pip is missing from a Python without it', () => {
    addWorkingTools(checkout);
    addCommand(checkout, 'python3', 'exit 1');
    const { code, stderrLines } = runPodium(checkout, []);
    expect(code).toBe(2);
    expect(stderrLines).toEqual([expect.stringMatching(/^✖ pip is missing from python3: .*python3-pip/)]);
  });

  it('takes the compiler that CXX names', () => {
    addWorkingTools(checkout);
    rmSync(join(checkout.bin, 'c++'));
    addCommand(checkout, 'my-cxx', 'exit 0');
    expect(runPodium(checkout, []).code).toBe(2);
    expect(runPodium(checkout, [], { more: { CXX: 'my-cxx -m64' } }).code).toBe(0);
  });
});

describe('set-up and then the command', () => {
  beforeEach(() => {
    addWorkingTools(checkout);
  });

  it('sets up once, then asks for Node alone', () => {
    expect(runPodium(checkout, ['runs']).stderrLines).toEqual(['set-up ran']);
    for (const tool of ['npm', 'python3', 'c++']) rmSync(join(checkout.bin, tool));
    const second = runPodium(checkout, ['runs']);
    expect(second.stderrLines).toEqual([]);
    expect(second.stdout).toBe(
      `|${checkout.root}|--enable-source-maps|${checkout.root}/dist/src/cli/main.js|runs|\n`,
    );
  });

  it("keeps the caller's folder and arguments, through links and with spaces", () => {
    const elsewhere = join(dirname(checkout.root), 'some where');
    mkdirSync(elsewhere);
    symlinkSync('../check out/podium', join(elsewhere, 'podium'));
    const { stdout } = runPodium(checkout, ['run', 'my data', '--budget', ''], {
      wrapper: join(elsewhere, 'podium'),
      cwd: elsewhere,
    });
    expect(stdout.split('|').slice(1)).toEqual([
      elsewhere,
      '--enable-source-maps',
      join(checkout.root, 'dist/src/cli/main.js'),
      ...['run', 'my data', '--budget', ''],
      '\n',
    ]);
  });

  it.each<[string, (root: string) => void]>([
    ['the lock file changes', (root) => appendLine(join(root, 'package-lock.json'))],
    ['a wheel changes', (root) => appendLine(join(root, 'native/requirements.txt'))],
    ['set-up itself changes', (root) => appendLine(join(root, 'native/setup.mjs'))],
    ['an installed file is gone', (root) => rmSync(join(root, 'installed'))],
    ['npm replaced its folder', (root) => rmSync(join(root, 'node_modules'), { recursive: true })],
    ['a source is newer', (root) => touchLater(join(root, 'src/new.ts'))],
    ['a build was left half-way', (root) => rmSync(join(root, 'dist/.built'))],
  ])('runs set-up again when %s', (_, change) => {
    runPodium(checkout, []);
    expect(runPodium(checkout, []).stderrLines).toEqual([]);
    change(checkout.root);
    expect(runPodium(checkout, []).stderrLines).toEqual(['set-up ran']);
  });

  it('runs set-up again for another cache folder or another Node', () => {
    runPodium(checkout, []);
    const more = { PODIUM_CACHE: join(dirname(checkout.root), 'other') };
    expect(runPodium(checkout, [], { more }).stderrLines).toEqual(['set-up ran']);
    rmSync(join(checkout.bin, 'touch'));
    rmSync(join(checkout.bin, 'mkdir'));
    addWorkingTools(checkout, 'v22.3.0');
    expect(runPodium(checkout, [], { more }).stderrLines).toEqual(['set-up ran']);
  });

  it('gives the tests to npm, all checks or those that are named', () => {
    addCommand(checkout, 'npm', `echo "$PWD $*"`);
    const cwd = dirname(checkout.root);
    expect(runPodium(checkout, ['test'], { cwd }).stdout).toBe(`${checkout.root} run --silent check\n`);
    expect(runPodium(checkout, ['test', 'test/metrics'], { cwd }).stdout).toBe(
      `${checkout.root} run --silent test -- test/metrics\n`,
    );
  });
});
