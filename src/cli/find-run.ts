import { InputError } from '../domain/input-error.js';
import type { Stores } from '../stores/postgres/index.js';

/** The run asked for: its id, the start of one, or (nothing given) the only running one, else the newest. */
export async function findRun(stores: Stores, given: string | undefined): Promise<string> {
  const runs = await stores.runs.listRuns(500);
  const running = runs.filter(({ status }) => status === 'running');
  const fitting = given === undefined ? [] : runs.filter(({ id }) => id === given || id.startsWith(given));
  const found =
    given === undefined
      ? running.length === 1
        ? running[0]
        : runs[0]
      : (fitting.find(({ id }) => id === given) ?? fitting[0]);
  if (found !== undefined) {
    if (found.id !== given) process.stderr.write(`Using ${found.id}\n`);
    return found.id;
  }
  throw new InputError([
    {
      what: given === undefined ? 'There is no run yet' : `There is no run "${given}"`,
      where: 'command line, <run>',
      why: runs.length === 0 ? 'this PODIUM_HOME holds none' : `the newest is ${runs[0]?.id ?? ''}`,
      mend: runs.length === 0 ? 'podium run <folder>' : 'podium runs lists them all',
    },
  ]);
}
