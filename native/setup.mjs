// Set-up, run by ./podium with the key of what is wanted: packages, native libraries, addon, build, stamp.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, forgetBuild } from './build.mjs';
import { cacheFolder, removeAbandonedFolders, requireWritable } from './cache.mjs';
import { checkNativeParts } from './check-native-parts.mjs';
import { endChildrenOnSignals } from './child-process.mjs';
import { installPackages } from './npm-packages.mjs';
import { requireSupportedPlatform } from './platform.mjs';
import { closeProgress, note, reportFailure } from './progress.mjs';
import { root } from './root.mjs';
import { lockSetUp } from './set-up-lock.mjs';
import { isStamped, writeStamp } from './stamp.mjs';
import { buildAddon } from './tensorflow-addon.mjs';
import { fetchWheels } from './wheels.mjs';

/** @param {string} key */
async function setUp(key) {
  const cache = cacheFolder();
  await lockSetUp();
  if (!isStamped(key, cache)) await install(key, cache);
  await buildIfStale();
}

/**
 * @param {string} key
 * @param {string} cache
 */
async function install(key, cache) {
  requireSupportedPlatform();
  requireWritable(cache);
  removeAbandonedFolders(cache);
  note(`Setting up Podium, once for this version. Native libraries are kept in ${cache}`);
  const packages = installPackages().then((changed) => {
    if (changed) forgetBuild();
  });
  const wheels = fetchWheels(cache);
  const addon = Promise.all([packages, wheels.tensorflow]).then(([, folder]) => buildAddon(cache, folder));
  const built = packages.then(buildIfStale);
  const [lightgbmFolder, temporalFolder] = await Promise.all([
    wheels.lightgbm,
    wheels.temporal,
    addon,
    built,
  ]);

  const installed = {
    lightgbm: join(lightgbmFolder, 'lightgbm/lib/lib_lightgbm.so'),
    temporal: join(temporalFolder, 'bin/temporal'),
  };
  await checkNativeParts(installed);
  const installedFile = join(root, 'native/installed.json');
  writeFileSync(installedFile, JSON.stringify(installed, null, 2) + '\n');
  writeStamp(key, cache, [
    installedFile,
    ...Object.values(installed),
    join(await wheels.tensorflow, 'tensorflow/libtensorflow_cc.so.2'),
    await addon,
  ]);
}

endChildrenOnSignals();
try {
  await setUp(process.argv[2] ?? '');
  closeProgress();
} catch (error) {
  reportFailure(error);
  process.exit(1);
}
