import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../config.js';
import { installedNative } from '../native/installed.js';
import { packageRoot } from '../package-root.js';
import { ok, wrong, type Check } from './check.js';

const LOAD_TIMEOUT_MS = 60_000;
const MEND = 'run podium again with PODIUM_CACHE set to an empty folder: it sets up the native parts anew';

// Each runs in a process of its own: a library that crashes while loading must not take doctor with it.
const LOAD_LIGHTGBM = `
  const library = require('koffi').load(process.argv[1]);
  process.stdout.write(library.func('const char *LGBM_GetLastError()')() === null ? 'no answer' : 'loads');`;
const LOAD_TENSORFLOW = `
  const tf = require('@tensorflow/tfjs-node-gpu');
  const sum = tf.tidy(() => tf.add(tf.tensor1d([1]), tf.tensor1d([2])).dataSync()[0]);
  if (sum !== 3) throw new Error('1 + 2 = ' + sum);
  process.stdout.write('loads and adds, ' + tf.engine().backendNames().join(' and '));`;

/** Whether LightGBM, TensorFlow and the Temporal command load and answer. */
export function checkNative(config: Config): Promise<readonly Check[]> {
  return Promise.all([
    check('LightGBM', () => runNode(config, LOAD_LIGHTGBM, installedNative().lightgbm)),
    check('TensorFlow', () => runNode(config, LOAD_TENSORFLOW)),
    check('Temporal server', () => execute(config, installedNative().temporal, ['--version'])),
  ]);
}

async function check(name: string, load: () => Promise<string>): Promise<Check> {
  try {
    return ok(name, await load());
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: string };
    const lines = (stderr ?? '').split('\n').filter((line) => /error|cannot|not found/i.test(line));
    return wrong(name, lines[0]?.trim() ?? message.split('\n', 1)[0] ?? message, MEND);
  }
}

function runNode(config: Config, script: string, ...args: readonly string[]): Promise<string> {
  return execute(config, process.execPath, ['--eval', script, ...args]);
}

async function execute(config: Config, command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: packageRoot,
    env: { ...config.inherited, TF_CPP_MIN_LOG_LEVEL: '3' },
    timeout: LOAD_TIMEOUT_MS,
  });
  return stdout.trim();
}
