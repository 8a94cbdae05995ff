import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateSpace, type Parameters, type SearchSpace } from '../../src/domain/search-space.js';
import { sources } from './python-environment.js';
import type { PythonServer } from './python-server.js';
import { surrogateSpace, type ConfigSpace, type Scenario } from './surrogate-space.js';

export interface Task {
  readonly name: string;
  readonly space: SearchSpace;
  /** What Python needs to evaluate it. */
  readonly objective: Readonly<Record<string, unknown>>;
  readonly optimum?: { readonly value: number; readonly at: Parameters };
  /** Digest of everything that the losses depend on. */
  readonly digest: string;
}

interface FunctionTask {
  readonly name: string;
  readonly function: string;
  readonly space: SearchSpace;
  readonly optimum: { readonly value: number; readonly at: Parameters };
}

/** SHA-256 of texts and files' contents. */
export function digestOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** The synthetic functions and the surrogates of the folder, if any; `absent` are the scenarios that are not there. */
export function loadTasks(yahpo: string | undefined): { tasks: readonly Task[]; absent: readonly string[] } {
  const objectives = readFileSync(join(sources, 'objectives.py'));
  const functions = (readJson(join(sources, 'functions.json')) as FunctionTask[]).map((task): Task => {
    const objective = { kind: 'function', name: task.function };
    const digest = digestOf(objectives, JSON.stringify([objective, task.space]));
    return { name: task.name, space: task.space, optimum: task.optimum, objective, digest };
  });
  const scenarios = Object.entries(readJson(join(sources, 'scenarios.json')) as Record<string, Scenario>);
  const present = scenarios.filter(([name]) => yahpo !== undefined && existsSync(join(yahpo, name)));
  const surrogates = present.flatMap(([name, scenario]) => {
    const folder = join(yahpo ?? '', name);
    const space = surrogateSpace(readJson(join(folder, 'config_space.json')) as ConfigSpace, scenario);
    const model = readFileSync(join(folder, 'model.onnx'));
    return scenario.instances.map((instance): Task => {
      const objective = { kind: 'surrogate', folder, scenario, instance };
      const digest = digestOf(objectives, model, JSON.stringify([scenario, instance, space]));
      return { name: `${name}/${instance}`, space, objective, digest };
    });
  });
  const tasks = [...functions, ...surrogates];
  for (const { name, space } of tasks) {
    const problems = validateSpace(space);
    if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`);
  }
  return { tasks, absent: scenarios.filter((entry) => !present.includes(entry)).map(([name]) => name) };
}

/** Makes the tasks known to Python. @throws Error when a function's known optimum is not what Python computes */
export async function registerTasks(tasks: readonly Task[], python: PythonServer): Promise<void> {
  for (const { name, objective, optimum } of tasks) {
    await python.request('task', { name, objective });
    if (optimum === undefined) continue;
    const loss = await lossOf(name, optimum.at, python);
    if (Math.abs(loss - optimum.value) > 1e-6) throw new Error(`${name} is ${loss}, not ${optimum.value}`);
  }
}

/** The loss of one point. */
export async function lossOf(task: string, parameters: Parameters, python: PythonServer): Promise<number> {
  const [loss = NaN] = await python.request<number[]>('evaluate', { name: task, points: [parameters] });
  return loss;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
