/**
 * What one suggestion of TPE costs, in milliseconds: a table of finished trials × parameters, for histories whose
 * observations the sampler has seen before and for ones it has not (as after reading the store).
 *
 *   node bench/suggestion-cost.mjs [suggestions, 50]
 */
import { performance } from 'node:perf_hooks';
import { findSampler } from '../dist/src/search/index.js';

const suggestions = Number(process.argv[2] ?? 50);
const tpe = findSampler('tpe');
const random = findSampler('random');

/** Of every 20: 7 real numbers, 4 of them logarithmic, 2 stepped, 7 whole, 2 of them logarithmic, 4 categories. */
const kinds = [
  { kind: 'float', low: 1e-5, high: 1, log: true },
  { kind: 'int', low: 1, high: 16 },
  { kind: 'categorical', choices: ['a', 'b', 'c'] },
  { kind: 'float', low: 0, high: 1 },
  { kind: 'int', low: 8, high: 1024, log: true },
  { kind: 'float', low: 1e-3, high: 100, log: true },
  { kind: 'float', low: 0.1, high: 1, step: 0.05 },
  { kind: 'int', low: 1, high: 100 },
  { kind: 'categorical', choices: [true, false] },
  { kind: 'float', low: -2, high: 2 },
];
const spaceOf = (parameters) =>
  Object.fromEntries(Array.from({ length: parameters }, (_, i) => [`p${i}`, kinds[i % kinds.length]]));

function historyOf(space, trials) {
  const goal = random.suggest(space, [], 1, 'goal')[0].parameters;
  return Array.from({ length: trials }, (_, number) => {
    const { parameters } = random.suggest(space, [], 1, `history/${number}`)[0];
    const off = Object.entries(goal).map(([name, value]) =>
      typeof value === 'number'
        ? Math.abs(Math.log1p(value) - Math.log1p(parameters[name]))
        : Number(value !== parameters[name]),
    );
    return { number, parameters, state: 'finished', loss: off.reduce((sum, each) => sum + each, 0) };
  });
}

function costs(space, history, fresh) {
  const times = [];
  for (let i = -10; i < suggestions; i++) {
    const shown = fresh ? structuredClone(history) : [...history];
    const start = performance.now();
    tpe.suggest(space, shown, 1, i);
    if (i >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

const rows = [];
for (const trials of [100, 1_000, 10_000]) {
  for (const parameters of [5, 20]) {
    const space = spaceOf(parameters);
    const history = historyOf(space, trials);
    for (const fresh of [false, true]) {
      const times = costs(space, history, fresh);
      const at = (share) => times[Math.ceil(share * times.length) - 1].toFixed(2).padStart(6);
      rows.push(`| ${trials} | ${parameters} | ${fresh ? 'new' : 'the same'} | ${at(0.5)} | ${at(0.95)} |`);
    }
  }
}
const head = [
  '| trials | parameters | observations | median ms | p95 ms |',
  '| --- | --- | --- | --- | --- |',
];
process.stdout.write(`${[...head, ...rows].join('\n')}\n`);
