import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

export interface CommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Listener = (text: string, signal: (name: NodeJS.Signals) => void) => void;

/** The built command line with a home of its own, as a person would use it. */
export interface PodiumCommand {
  readonly home: string;
  /** Runs a command to its end; `onStderr` and `onStdout` see what it has said so far and may signal it. */
  run(args: readonly string[], onStderr?: Listener, onStdout?: Listener): Promise<CommandEnd>;
  /** Stops the home's services. */
  down(): Promise<void>;
}

/** @param root the package whose build is run */
export async function podiumCommand(
  environment: NodeJS.ProcessEnv = {},
  root: string = packageRoot,
): Promise<PodiumCommand> {
  const home = await mkdtemp(join(tmpdir(), 'podium-test-home-'));
  await chmod(home, 0o755); // as root, Postgres runs under another user, who must get in
  const run: PodiumCommand['run'] = (args, onStderr, onStdout) =>
    new Promise((resolve, reject) => {
      const child = spawn(
        process.execPath,
        ['--enable-source-maps', join(root, 'dist', 'src', 'cli', 'main.js'), ...args],
        {
          cwd: home,
          env: { ...process.env, ...environment, PODIUM_HOME: home },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        onStdout?.(stdout, (name) => child.kill(name));
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        onStderr?.(stderr, (name) => child.kill(name));
      });
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  return {
    home,
    run,
    async down() {
      await run(['down']);
      await rm(home, { recursive: true, force: true });
    },
  };
}
