// What checkpoints cost a fit of residual-mlp: the same fit with and without. Usage: node bench/checkpoint-cost.mjs
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residualMlp } from '../dist/src/models/residual-mlp.js';
import { foldCheckpoint } from '../dist/src/trainer/fold-checkpoint.js';
import { seededRandom } from '../dist/src/domain/seeded-random.js';

const rows = 20_000;
const columns = 30;
const random = seededRandom('checkpoint cost');
const table = {
  rows,
  columns: Array.from({ length: columns }, (_, at) => ({
    kind: 'numeric',
    name: `x${at}`,
    values: Float64Array.from({ length: rows }, () => random.normal()),
  })),
};
const target = Float64Array.from(table.columns[0].values, (x, row) =>
  Number(x * table.columns[1].values[row] + random.normal() > 0),
);
const shared = {
  ...{ activation: 'silu', dropout: 0.3, learning_rate: 0.01, weight_decay: 1, numeric: 'standard' },
};
const folder = mkdtempSync(join(tmpdir(), 'podium-bench-'));
const leave = { prepare: () => undefined, asked: () => false, now: () => undefined };

async function fit(parameters, checkpoint) {
  const begunMs = performance.now();
  const model = await residualMlp.fit({
    ...{ task: 'binary', outputs: 1, table, target, loss: 'log-loss', parameters, seed: 1, threads: 1 },
    signal: new AbortController().signal,
    progress: () => undefined,
    checkpoint,
  });
  model.dispose();
  return (performance.now() - begunMs) / 1000;
}

/** The real checkpoint, with a watch on the time between "due" and "written". */
function watched() {
  const place = { folder: join(folder, String(Math.round(performance.now()))), attempt: 1, everyMs: 5000 };
  const inner = foldCheckpoint(place, () => 'bench', leave);
  const times = [];
  let dueMs = 0;
  return {
    file: join(place.folder, 'state.bin'),
    times,
    read: inner.read,
    isDue: () => ((dueMs = performance.now()), inner.isDue()),
    async write(state, note) {
      await inner.write(state, note);
      times.push(performance.now() - dueMs);
    },
  };
}

process.stdout.write(
  '| network | round | without, s | with, s | writes | MB each | ms each | share of the fit |\n' +
    '| --- | --- | --- | --- | --- | --- | --- | --- |\n',
);
try {
  for (const [name, size] of [
    ['2 × 128', { blocks: 2, width: 128, epochs: 40 }],
    ['4 × 512', { blocks: 4, width: 512, epochs: 6 }],
  ]) {
    const parameters = { ...shared, ...size };
    await fit({ ...parameters, epochs: 1 });
    for (let round = 1; round <= 3; round++) {
      const without = await fit(parameters);
      const checkpoint = watched();
      const seconds = await fit(parameters, checkpoint);
      const spentMs = checkpoint.times.reduce((sum, each) => sum + each, 0);
      const cells = [name, round, without.toFixed(1), seconds.toFixed(1), checkpoint.times.length];
      cells.push((statSync(checkpoint.file).size / 1e6).toFixed(1));
      cells.push((spentMs / checkpoint.times.length).toFixed(0));
      cells.push(`${(spentMs / seconds / 10).toFixed(2)} %`);
      process.stdout.write(`| ${cells.join(' | ')} |\n`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
