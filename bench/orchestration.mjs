// What orchestration costs: wall time a trial of five folds whose fits do nothing. Usage: node bench/orchestration.mjs
import { titanic, withIdleFamily, withPodium } from './with-podium.mjs';

await withPodium(async (podium) => {
  process.stdout.write('| trials at a time | trials | seconds a trial |\n| --- | --- | --- |\n');
  for (const parallelism of [1, 2]) {
    const figures = [];
    for (let round = 0; round < 3; round++) {
      const flags = ['--families', 'idle', '--trials', '60', '--parallelism', String(parallelism)];
      const run = JSON.parse(podium('run', titanic, ...flags, '--budget', '10m', '--json'));
      const { trials } = JSON.parse(podium('leaderboard', run.run, '--json'));
      // The first ten warm the trainers and the worker up.
      const times = trials.filter(({ number }) => number >= 10);
      const from = Math.min(...times.map(({ startedAt }) => Date.parse(startedAt)));
      const to = Math.max(...times.map(({ finishedAt }) => Date.parse(finishedAt)));
      figures.push((to - from) / 1000 / times.length);
    }
    figures.sort((a, b) => a - b);
    const [least, median, most] = figures.map((seconds) => seconds.toFixed(3));
    process.stdout.write(`| ${parallelism} | 50 | ${median} (${least} to ${most}, three runs) |\n`);
  }
}, withIdleFamily);
