// Load on the trial store: 64 writers record 5,000 trials of 5 folds into a Postgres of their own. Usage:
// npm run build && node bench/store-load.mjs [writers] [trials]. Exit code 1 when a row is lost, doubled or left running.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../dist/src/migrate.js';
import { startPostgres } from '../dist/src/services/postgres.js';
import { keepOrChoosePort } from '../dist/src/services/ports.js';
import { openDatabase } from '../dist/src/stores/postgres/database.js';
import { createStores } from '../dist/src/stores/postgres/index.js';

const writers = Number(process.argv[2] ?? 64);
const trials = Number(process.argv[3] ?? 5000);
const folds = 5;
const folder = mkdtempSync(join(tmpdir(), 'podium-store-load-'));
chmodSync(folder, 0o755);
const server = await startPostgres({
  folder: join(folder, 'data'),
  port: await keepOrChoosePort(undefined, []),
  password: 'load',
  logFile: join(folder, 'log'),
});
let exitCode = 1;
try {
  await migrate(server.url);
  const db = openDatabase(server.url, { maxConnections: writers });
  const stores = createStores(db, server.url);
  const profile = {
    task: 'binary',
    rows: 10,
    testRows: 5,
    numericColumns: 1,
    categoricalColumns: 0,
    outputs: 1,
  };
  const plan = {
    runId: 'load',
    name: 'load',
    task: 'binary',
    metric: 'accuracy',
    direction: 'max',
    output: 'labels',
    target: 'y',
    id: 'id',
    folds,
    seed: 0,
    budgetSeconds: 60,
    maxTrials: trials,
    parallelism: writers,
    families: ['linear'],
    sampler: 'random',
    profile,
    dataset: 'runs/load/dataset',
    dataHash: 'h',
    foldsHash: 'h',
    out: '/tmp',
    warnings: [],
  };
  await stores.runs.createRun(plan, {});
  const commitMs = [];
  let next = 0;
  const write = async () => {
    for (let number = next++; number < trials; number = next++) {
      const suggestion = {
        ...{ number, family: 'linear', parameters: { value: number }, seed: number, sampler: 'random' },
        ...{ reason: 'load', visible: [], candidates: ['linear'] },
      };
      await stores.trials.recordSuggestions('load', [suggestion]);
      for (let fold = 0; fold < folds; fold++) {
        const start = await stores.trials.startFold('load', number, fold);
        if (start.kind !== 'train') throw new Error(`fold ${number}/${fold} was trained by another`);
        const begun = performance.now();
        const result = { score: fold, seconds: 0.1, artifacts: `a/${number}/${fold}` };
        await stores.trials.commitFold(start.lease, result, folds);
        commitMs.push(performance.now() - begun);
      }
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: writers }, write));
  const seconds = (performance.now() - begun) / 1000;
  const stored = await stores.trials.listTrials('load');
  const finished = stored.filter(({ state }) => state === 'finished').length;
  const running = stored.filter(({ state }) => state === 'running').length;
  const foldRows = stored.reduce((sum, trial) => sum + trial.folds.length, 0);
  const again = stored.flatMap((trial) => trial.folds).filter(({ attempt }) => attempt > 1).length;
  commitMs.sort((a, b) => a - b);
  const at = (share) => commitMs[Math.floor(share * (commitMs.length - 1))].toFixed(1);
  process.stdout.write(
    '| writers | trials | folds | finished | lost | twice | left running | commit p50 | p99 | folds a second |\n' +
      '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n' +
      `| ${writers} | ${trials} | ${foldRows} | ${finished} | ${trials - stored.length} | ${again} | ${running} | ` +
      `${at(0.5)} ms | ${at(0.99)} ms | ${(foldRows / seconds).toFixed(0)} |\n`,
  );
  exitCode = finished === trials && foldRows === trials * folds && again === 0 ? 0 : 1;
  await db.destroy();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);
