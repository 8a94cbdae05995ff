import { flatSpace } from '../../src/domain/flat-space.js';
import type { SearchSpace } from '../../src/domain/search-space.js';
import { findSampler } from '../../src/search/index.js';
import type { Observation, Sampler } from '../../src/search/sampler.js';
import type { PythonServer } from './python-server.js';
import type { Search } from './simulate.js';

/** Ours are samplers of src/search by their id; the others are peers in Python. */
export const methods = ['random', 'tpe', 'optuna', 'hyperopt'] as const;
export type Method = (typeof methods)[number];

export interface Settings {
  readonly space: SearchSpace;
  readonly seed: number;
  /** Finished trials to begin with. */
  readonly history: readonly Observation[];
}

export function isOurs(method: Method): boolean {
  return method === 'random' || method === 'tpe';
}

let studies = 0;

/** Begins a search by `method`. */
export async function openSearch(method: Method, settings: Settings, python: PythonServer): Promise<Search> {
  if (isOurs(method)) return ourSearch(findSampler(method), settings);
  const study = studies++;
  const { space, seed, history } = settings;
  const known = history.map(({ parameters, loss }) => ({ parameters, loss }));
  await python.request('open_study', { study, method, space: flatSpace(space), seed, history: known });
  const told: (readonly [number, number])[] = [];
  return {
    ask: (number) => python.request('ask', { study, number, told: told.splice(0) }),
    tell: async (number, loss) => {
      told.push([number, loss]);
    },
    close: () => python.request('close', { study }),
  };
}

function ourSearch(sampler: Sampler, { space, seed, history }: Settings): Search {
  const observations = [...history];
  const first = history.length;
  return {
    ask: async (number) => {
      const begun = performance.now();
      const [proposal] = sampler.suggest(space, observations, 1, seed);
      const milliseconds = performance.now() - begun;
      if (proposal === undefined) throw new Error(`${sampler.id} proposed nothing`);
      const { parameters } = proposal;
      observations.push({ number: first + number, parameters, state: 'running', loss: null });
      return { parameters, milliseconds };
    },
    tell: async (number, loss) => {
      const trial = observations[first + number];
      if (trial !== undefined) observations[first + number] = { ...trial, state: 'finished', loss };
    },
    close: async () => {},
  };
}
