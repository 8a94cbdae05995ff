import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fillOnce, logFile, shortHash, withTemporaryFolder } from './cache.mjs';
import { runLogged } from './child-process.mjs';
import { step } from './progress.mjs';
import { root } from './root.mjs';

const title = 'TensorFlow addon';
const fileName = 'tfjs_binding.node';
const bindingPackage = join(root, 'node_modules/@tensorflow/tfjs-node-gpu');
const headersPackage = join(root, 'node_modules/node-api-headers');

/**
 * Compiles the C++ source that tfjs-node-gpu carries against the unpacked TensorFlow, and puts it where the package
 * looks for it.
 *
 * @param {string} cache
 * @param {string} wheelFolder the unpacked TensorFlow wheel; the addon finds its libraries by this path
 * @returns {Promise<string>} the addon in node_modules
 */
export async function buildAddon(cache, wheelFolder) {
  const compiler = process.env['CXX'] || 'c++';
  const version = packageVersion(bindingPackage);
  const libraries = join(wheelFolder, 'tensorflow');
  const key = shortHash(version, packageVersion(headersPackage), libraries, compiler, ...flags(libraries));
  const entry = join(cache, 'addons', `tfjs-node-gpu-${version}-${key}`);
  const compile = (/** @type {string} */ folder) =>
    withTemporaryFolder(`${entry}.scratch`, (scratch) => {
      const [command = 'c++', ...compilerArgs] = compiler.split(' ');
      return runLogged({
        title,
        command,
        args: [...compilerArgs, ...flags(libraries), '-o', join(folder, fileName)],
        logFile: logFile('tensorflow-addon'),
        env: { TMPDIR: scratch },
      });
    });
  const target = join(bindingPackage, 'lib/napi-v8', fileName);
  await step(
    title,
    async () => {
      const filled = await fillOnce(entry, compile);
      placeCopy(join(entry, fileName), target);
      return filled;
    },
    (filled) => !filled,
  );
  return target;
}

/** @param {string} libraries */
function flags(libraries) {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(bindingPackage, 'binding', file));
  return [
    ...['-O2', '-std=c++17', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...[
      '-I',
      join(headersPackage, 'include'),
      '-I',
      join(libraries, 'include'),
      '-I',
      join(bindingPackage, 'binding'),
    ],
    ...sources,
    ...[
      `-L${libraries}`,
      '-l:libtensorflow_cc.so.2',
      '-l:libtensorflow_framework.so.2',
      `-Wl,-rpath,${libraries}`,
    ],
  ];
}

/**
 * Replaces the file in one step: a process that has the old one loaded keeps it.
 *
 * @param {string} source
 * @param {string} target
 */
function placeCopy(source, target) {
  if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) return;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, `${target}.new`);
  renameSync(`${target}.new`, target);
}

/** @param {string} folder */
function packageVersion(folder) {
  const { version } = /** @type {{version: string}} */ (
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  );
  return version;
}
