// Our TPE against random search, Optuna and Hyperopt: `npm run bench:search -- --help`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { compareOnTask, type TaskComparison } from './comparison.js';
import { readFlags, usage } from './flags.js';
import { judge } from './goals.js';
import { isOurs, type Method } from './methods.js';
import { cacheFolder, pythonWithPeers, sources } from './python-environment.js';
import { packageRoot } from '../../src/package-root.js';
import { startPython } from './python-server.js';
import { comparisonTable, costTable, goalLines } from './report.js';
import { openResultCache } from './result-cache.js';
import { runSearches, type SearchResult } from './run-searches.js';
import { suggestionCosts } from './suggestion-cost.js';
import { digestOf, loadTasks, registerTasks, type Task } from './tasks.js';

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const flags = readFlags(args);
  const cache = cacheFolder();
  const python = pythonWithPeers(cache, progress);
  const { tasks: all, absent } = loadTasks(flags.yahpo);
  const tasks = all.filter(({ name }) => flags.tasks.test(name));
  const servers = Array.from({ length: flags.lanes }, () => startPython(python, join(sources, 'server.py')));
  try {
    const versions = (await servers[0]?.request<Record<string, string>>('versions')) ?? {};
    for (const server of servers) await registerTasks(tasks, server);
    const results = await runSearches(
      { ...flags, tasks },
      servers,
      openResultCache(join(cache, 'searches.jsonl')),
      versionsOfMethods(versions),
      progress,
    );
    const costs = servers[0] === undefined ? [] : await suggestionCosts(servers[0]);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
    const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
    print(
      `${flags.seeds} seeds × ${flags.trials} trials, ${tasks.length} tasks; ${peers.join(', ')}; ${machine}`,
    );
    print(absent.length === 0 ? '' : `Absent (--yahpo): ${absent.join(', ')}`);
    const tables = flags.workers.map((workers) => ({ workers, tasks: compared(tasks, results, workers) }));
    for (const { workers, tasks: rows } of tables) {
      print(`\n${workers} at a time\n`);
      print(`${comparisonTable(rows)}\n${goalLines(judge(rows))}`);
    }
    print(`One suggestion with 1,000 finished trials of 20 parameters\n\n${costTable(costs)}`);
    if (flags.json !== undefined) {
      const summary = tables.map((table) => ({ ...table, goals: judge(table.tasks) }));
      const report = { versions, machine, seeds: flags.seeds, trials: flags.trials, absent, costs };
      writeFileSync(flags.json, `${JSON.stringify({ ...report, tables: summary })}\n`);
    }
  } finally {
    for (const server of servers) server.stop();
  }
}

/** Rows of one table. Without a known optimum, it is the best that any search of this run saw. */
function compared(
  tasks: readonly Task[],
  results: readonly SearchResult[],
  workers: number,
): readonly TaskComparison[] {
  return tasks.map(({ name, optimum }) => {
    const own = results.filter(({ task }) => task === name);
    const least = optimum?.value ?? Math.min(...own.map(({ best }) => best));
    return compareOnTask(
      name,
      least,
      own.filter((result) => result.workers === workers),
    );
  });
}

/** What a method's results depend on besides task and seed: our compiled code, or a peer's version and driver. */
function versionsOfMethods(versions: Readonly<Record<string, string>>): (method: Method) => string {
  const compiled = join(packageRoot, 'dist/bench-search');
  const simulation = readFileSync(join(compiled, 'bench/search/simulate.js'));
  const code = readdirSync(join(compiled, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => readFileSync(join(compiled, 'src', file)));
  const ours = digestOf(simulation, readFileSync(join(compiled, 'bench/search/methods.js')), ...code);
  return (method) =>
    isOurs(method)
      ? ours
      : digestOf(simulation, JSON.stringify(versions), readFileSync(join(sources, `${method}_peer.py`)));
}

function print(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n`);
}

function progress(line: string): void {
  process.stderr.write(`bench:search: ${line}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench:search: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
