import { SetUpFailure } from './set-up-failure.mjs';

const oldestGlibc = 2.28;

/** @throws {SetUpFailure} unless this is Linux on x64 with a glibc the pinned wheels run on */
export function requireSupportedPlatform() {
  const found = `${process.platform} ${process.arch}`;
  if (found !== 'linux x64') refuse(`this machine is ${found}`);
  const report = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  const glibc = report.header.glibcVersionRuntime;
  if (glibc === undefined) refuse('this Linux has no glibc (Alpine and other musl systems do not)');
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  if (major + minor / 100 < oldestGlibc) refuse(`this machine has glibc ${glibc}`);
}

/**
 * @param {string} why
 * @returns {never}
 */
function refuse(why) {
  throw new SetUpFailure(`Podium runs on Linux x64 with glibc ${oldestGlibc} or newer only, and ${why}`, {
    mend: 'use a container of Debian 11, Ubuntu 20.04 or newer on an x64 machine',
  });
}
