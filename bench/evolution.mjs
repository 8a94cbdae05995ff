// Evolution of a genome against random search of the same genome at equal numbers of trained networks, on the stored
// table of evolution-table.mjs. Usage: npm run bench:evolution -- [--seeds 10] [--workers 1]
// With several workers a trial's result is seen that many trials later. A sampler that repeats a genome draws again, as
// in a run. `table` draws every genome equally often and none twice; `random` draws the length first.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seededRandom, shuffled } from '../dist/src/domain/seeded-random.js';
import { findSampler } from '../dist/src/search/index.js';
import { mannWhitney } from '../dist/bench-search/bench/search/mann-whitney.js';
import { median } from '../dist/bench-search/bench/search/statistics.js';
import { genomeKey, space } from './genome-task.mjs';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '10' }, workers: { type: 'string', default: '1' } },
});
const seeds = Array.from({ length: Number(values.seeds) }, (_, seed) => seed);
const workers = Number(values.workers);
const evaluations = [25, 50, 100, 200];
const table = JSON.parse(readFileSync(new URL('data/evolution-table.json', import.meta.url), 'utf8'));
const ranked = Object.values(table.accuracies).sort((a, b) => b - a);

/** Parameters by the sampler, drawn again while they repeat a trial, as suggest-trial.ts does. */
function propose(sampler, seen, seed) {
  for (let draw = 0; ; draw++) {
    const drawSeed = draw === 0 ? seed : `${seed}/${seen.length}/${draw}`;
    const [{ parameters }] = findSampler(sampler).suggest(space, seen, 1, drawSeed);
    const isNew = seen.every((trial) => genomeKey(trial.parameters) !== genomeKey(parameters));
    if (isNew || draw === 19) return parameters;
  }
}

/** Accuracies in the order in which a sampler asks for them. */
function search(sampler, seed) {
  const history = [];
  for (let number = 0; number < Math.max(...evaluations); number++) {
    const seen = history.map((trial) =>
      trial.number + workers > number ? { ...trial, state: 'running', loss: null } : trial,
    );
    const parameters = propose(sampler, seen, seed);
    history.push({
      number,
      parameters,
      state: 'finished',
      loss: 1 - table.accuracies[genomeKey(parameters)],
    });
  }
  return history.map(({ loss }) => 1 - loss);
}

const rank = (accuracy) => 1 + ranked.filter((other) => other > accuracy).length;
const summary = (list) =>
  `${median(list).toFixed(4)} (${Math.min(...list).toFixed(4)} to ${Math.max(...list).toFixed(4)})`;

const results = new Map([
  ['random', seeds.map((seed) => search('random', seed))],
  ['table', seeds.map((seed) => shuffled(ranked, seededRandom(seed, 'table')))],
  ...['tpe', 'evolution'].map((id) => [id, seeds.map((seed) => search(id, seed))]),
]);
process.stdout.write(
  `${table.about.task}; ${ranked.length} genomes, accuracy ${ranked.at(-1)} to ${ranked[0]}, median ${median(ranked)}; ` +
    `${seeds.length} seeds, results ${workers - 1} trials late\n\n` +
    '| trained networks | sampler | best accuracy, median (spread) | median rank of the best | p against random | p against table |\n' +
    '| --- | --- | --- | --- | --- | --- |\n',
);
for (const count of evaluations) {
  const bestsOf = (id) => results.get(id).map((accuracies) => Math.max(...accuracies.slice(0, count)));
  for (const id of results.keys()) {
    const bests = bestsOf(id);
    const against = (other) =>
      id === other ? '' : mannWhitney(bestsOf(other), bests, 'less').toPrecision(2);
    process.stdout.write(
      `| ${count} | ${id} | ${summary(bests)} | ${median(bests.map(rank))} | ${against('random')} | ${against('table')} |\n`,
    );
  }
}
