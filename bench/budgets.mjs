// What becomes of a budget. Usage: node bench/budgets.mjs [--budgets 60,180,600] <folder>[=<metric>] …
// `idle lanes` is the part of the search in which a lane had no trial, `idle cores` what the machine did not use of its
// cores from start to end (from /proc/stat, so other work hides it), `tail` what was asked and not used.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { withPodium } from './with-podium.mjs';

const { values, positionals } = parseArgs({
  options: { budgets: { type: 'string', default: '60,180,600' } },
  allowPositionals: true,
});

/** Jiffies of all cores: [idle, all]. */
function cores() {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0].split(/\s+/);
  const times = fields.slice(0, 8).map(Number);
  return [times[3] + times[4], times.reduce((sum, time) => sum + time, 0)];
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

await withPodium(async (podium) => {
  process.stdout.write(
    '| competition | asked | used | tail | idle lanes | idle cores | last blend | trials finished / stopped / raced out | not started |\n' +
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n',
  );
  for (const given of positionals) {
    const [folder, metric] = given.split('=');
    for (const budget of values.budgets.split(',').map(Number)) {
      const before = cores();
      const flags = ['--budget', `${budget}s`, ...(metric === undefined ? [] : ['--metric', metric])];
      const { seconds, ledger, trials } = JSON.parse(podium('run', folder, ...flags, '--json'));
      const after = cores();
      const idleCores = (after[0] - before[0]) / (after[1] - before[1]);
      const cells = [
        basename(folder),
        `${budget} s`,
        `${seconds.toFixed(1)} s`,
        percent((budget - seconds) / budget),
        percent(ledger.idleSeconds / ledger.parts.searching),
        percent(idleCores),
        `${(ledger.parts.blending + ledger.parts.writing).toFixed(1)} s`,
        `${trials.finished} / ${trials.stopped} / ${trials.raced}`,
        ledger.notStarted.join('; '),
      ];
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
});
