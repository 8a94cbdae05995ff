import { InputError } from '../domain/input-error.js';
import { evolution } from './evolution.js';
import { quasiRandom } from './quasi-random.js';
import { randomSearch } from './random-search.js';
import type { Sampler } from './sampler.js';
import { tpe } from './tpe.js';

/** Every sampler; test/contracts/sampler.test.ts runs over this list. Add a line to add one. */
export const samplers: readonly Sampler[] = [randomSearch, quasiRandom, tpe, evolution];

/** @throws InputError for an unknown id, with the ids there are. */
export function findSampler(id: string): Sampler {
  const found = samplers.find((sampler) => sampler.id === id);
  if (found !== undefined) return found;
  throw new InputError([
    {
      what: `Unknown sampler "${id}"`,
      where: 'sampler',
      why: 'no sampler has this id',
      mend: `use one of ${samplers.map((sampler) => sampler.id).join(', ')}`,
    },
  ]);
}
