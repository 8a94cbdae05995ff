import type { Parameters } from '../../src/domain/search-space.js';
import { seededRandom } from '../../src/domain/seeded-random.js';

/** A method in the midst of one search: trials are asked for by number and told in the order in which they end. */
export interface Search {
  ask(number: number): Promise<{ readonly parameters: Parameters; readonly milliseconds: number }>;
  tell(number: number, loss: number): Promise<void>;
  close(): Promise<void>;
}

export interface Outcome {
  readonly best: number;
  /** Mean time of one suggestion. */
  readonly suggestMs: number;
}

/**
 * One search with `workers` evaluations at a time: a new trial is asked for as soon as one of them ends, before the
 * results of the others are known. Durations are in the simulation's own time.
 */
export async function simulate(
  search: Search,
  evaluate: (parameters: Parameters) => Promise<number>,
  { trials, workers }: { readonly trials: number; readonly workers: number },
  durationOf: (number: number) => number,
): Promise<Outcome> {
  let running: { readonly number: number; readonly loss: number; readonly endsAt: number }[] = [];
  let clock = 0;
  let best = Infinity;
  let suggestMs = 0;
  for (let number = 0; number < trials; number++) {
    if (running.length === workers) {
      const next = running.reduce((first, trial) => (trial.endsAt < first.endsAt ? trial : first));
      running = running.filter((trial) => trial !== next);
      clock = next.endsAt;
      await search.tell(next.number, next.loss);
    }
    const { parameters, milliseconds } = await search.ask(number);
    const loss = await evaluate(parameters);
    if (!Number.isFinite(loss)) throw new Error(`loss ${loss} of ${JSON.stringify(parameters)}`);
    suggestMs += milliseconds / trials;
    best = Math.min(best, loss);
    running.push({ number, loss, endsAt: clock + durationOf(number) });
  }
  await search.close();
  return { best, suggestMs };
}

/** Durations with median 1, two thirds of them between 0.6 and 1.6; the same for every method. */
export function logNormalDurations(task: string, seed: number): (number: number) => number {
  return (number) => Math.exp(0.5 * seededRandom('duration', task, seed, number).normal());
}
