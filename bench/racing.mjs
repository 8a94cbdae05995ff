// What racing is worth: the same runs with and without it, equal budgets, in turns. Usage:
// node bench/racing.mjs [--budget 60] [--seeds 3] [--families a,b] <folder>[=<metric>] …
// `estimate` is the honest one, `out of fold` that of the blend on all rows; trials a minute count the finished ones,
// `started` all that ended. The last two lines of a competition are medians.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { withPodium } from './with-podium.mjs';

const { values, positionals } = parseArgs({
  options: {
    budget: { type: 'string', default: '60' },
    seeds: { type: 'string', default: '3' },
    families: { type: 'string' },
  },
  allowPositionals: true,
});

/** One run; figures in the metric's own sign. */
function measured(podium, folder, metric, seed, racing) {
  const flags = ['--budget', `${values.budget}s`, '--seed', String(seed)];
  if (metric !== undefined) flags.push('--metric', metric);
  if (values.families !== undefined) flags.push('--families', values.families);
  if (!racing) flags.push('--no-racing');
  const { trials, ledger, ensemble, bestSingle } = JSON.parse(podium('run', folder, ...flags, '--json'));
  const minutes = ledger.parts.searching / 60;
  return {
    finished: trials.finished,
    raced: trials.raced,
    finishedAMinute: trials.finished / minutes,
    startedAMinute: (trials.finished + trials.raced + trials.failed) / minutes,
    bestSingle: bestSingle.score,
    outOfFold: ensemble.score,
    estimate: ensemble.estimate,
  };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function line(competition, seed, racing, figures) {
  const { finished, raced, finishedAMinute, startedAMinute, bestSingle, outOfFold, estimate } = figures;
  const cells = [competition, seed, racing ? 'on' : 'off', finished, raced];
  const rates = [finishedAMinute, startedAMinute].map((rate) => rate.toFixed(1));
  const scores = [bestSingle, outOfFold, estimate].map((score) => score.toPrecision(5));
  process.stdout.write(`| ${[...cells, ...rates, ...scores].join(' | ')} |\n`);
}

await withPodium(async (podium) => {
  process.stdout.write(
    '| competition | seed | racing | finished | raced out | finished a minute | started a minute | best single | out of fold | estimate |\n' +
      `|${' --- |'.repeat(10)}\n`,
  );
  for (const given of positionals) {
    const [folder, metric] = given.split('=');
    const found = { true: [], false: [] };
    for (let seed = 0; seed < Number(values.seeds); seed++) {
      for (const racing of seed % 2 === 0 ? [true, false] : [false, true]) {
        const figures = measured(podium, folder, metric, seed, racing);
        found[racing].push(figures);
        line(basename(folder), seed, racing, figures);
      }
    }
    for (const racing of [true, false]) {
      const all = found[racing];
      const medians = Object.keys(all[0]).map((field) => [field, median(all.map((run) => run[field]))]);
      line(`**${basename(folder)}**`, 'median', racing, Object.fromEntries(medians));
    }
  }
});
