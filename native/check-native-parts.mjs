import { logFile } from './cache.mjs';
import { runLogged } from './child-process.mjs';
import { step } from './progress.mjs';
import { root } from './root.mjs';

/**
 * Loads each native part once, so that what does not run on this machine shows now and not inside a trial.
 *
 * @param {{lightgbm: string, temporal: string}} installed absolute paths
 */
export function checkNativeParts({ lightgbm, temporal }) {
  /** @type {readonly (readonly [string, string, readonly string[]])[]} */
  const parts = [
    ['TensorFlow', process.execPath, ['-e', "require('@tensorflow/tfjs-node-gpu').scalar(1).dataSync()"]],
    ['LightGBM', process.execPath, ['-e', "require('koffi').load(process.argv[1])", lightgbm]],
    ['Temporal', temporal, ['--version']],
  ];
  return step('native parts run', () =>
    Promise.all(
      parts.map(([name, command, args]) =>
        runLogged({
          title: `${name} does not run here`,
          command,
          args,
          logFile: logFile(`check-${name.toLowerCase()}`),
          cwd: root,
        }),
      ),
    ),
  );
}
