import { methods, openSearch, type Method } from './methods.js';
import type { PythonServer } from './python-server.js';
import type { ResultCache } from './result-cache.js';
import { logNormalDurations, simulate, type Outcome } from './simulate.js';
import { digestOf, lossOf, type Task } from './tasks.js';

export interface Plan {
  readonly tasks: readonly Task[];
  readonly seeds: number;
  readonly trials: number;
  readonly workers: readonly number[];
}

/** One search of a plan and what came of it. */
export interface SearchResult extends Outcome {
  readonly task: string;
  readonly method: Method;
  readonly workers: number;
  readonly seed: number;
}

/**
 * Runs every search of the plan that is not in the cache; each Python process takes the next one as it gets free. Seed
 * by seed, so that an interrupted run leaves whole tables of fewer seeds.
 */
export async function runSearches(
  plan: Plan,
  servers: readonly PythonServer[],
  cache: ResultCache,
  versionOf: (method: Method) => string,
  progress: (line: string) => void,
): Promise<readonly SearchResult[]> {
  const jobs = Array.from({ length: plan.seeds }, (_, seed) => seed).flatMap((seed) =>
    plan.workers.flatMap((workers) =>
      plan.tasks.flatMap((task) =>
        methods.map((method) => {
          const parts = [task.name, task.digest, method, versionOf(method), seed, plan.trials, workers];
          return { task, workers, method, seed, key: digestOf(JSON.stringify(parts)) };
        }),
      ),
    ),
  );
  const waiting = jobs.filter(({ key }) => cache.find(key) === undefined);
  progress(`${jobs.length} searches, ${jobs.length - waiting.length} of them known`);
  let done = 0;
  let reported = performance.now();
  const work = async (python: PythonServer): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { task, method, seed, workers } = job;
      const search = await openSearch(method, { space: task.space, seed, history: [] }, python);
      const outcome = await simulate(
        search,
        (parameters) => lossOf(task.name, parameters, python),
        { trials: plan.trials, workers },
        logNormalDurations(task.name, seed),
      );
      cache.add(job.key, outcome);
      done++;
      if (performance.now() - reported < 10_000) continue;
      reported = performance.now();
      progress(
        `${done} of ${done + waiting.length}: ${task.name}, ${method}, ${workers} at a time, seed ${seed}`,
      );
    }
  };
  await Promise.all(servers.map(work));
  return jobs.map(({ key, task, method, workers, seed }) => {
    const outcome = cache.find(key);
    if (outcome === undefined) throw new Error(`no result of ${task.name}, ${method}`);
    return { task: task.name, method, workers, seed, ...outcome };
  });
}
