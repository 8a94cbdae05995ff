import { mannWhitney } from './mann-whitney.js';
import { methods, type Method } from './methods.js';
import type { SearchResult } from './run-searches.js';
import { mean } from '../../src/domain/mean.js';
import { median } from './statistics.js';

/** What one method did on one task over all seeds. */
export interface MethodRow {
  readonly method: Method;
  readonly bests: readonly number[];
  readonly medianBest: number;
  /** (best − optimum) / (median of random − optimum): 0 at the optimum, 1 as good as random search. */
  readonly meanRegret: number;
  readonly medianRegret: number;
  /** Seeds in which no other method was better. */
  readonly wins: number;
  /** One-sided p that it is no better than random search. */
  readonly pBelowRandom: number;
  /** Two-sided p of our TPE against it. */
  readonly pOurs: number;
  readonly suggestMs: number;
}

export interface TaskComparison {
  readonly task: string;
  /** Least value of the function, or the best that any method saw. */
  readonly optimum: number;
  readonly rows: Readonly<Record<Method, MethodRow>>;
}

/** Compares the methods on one task at one number of workers. */
export function compareOnTask(
  task: string,
  optimum: number,
  results: readonly SearchResult[],
): TaskComparison {
  const of = (method: Method): readonly SearchResult[] =>
    results.filter((result) => result.method === method).sort((a, b) => a.seed - b.seed);
  const bests = Object.fromEntries(
    methods.map((method) => [method, of(method).map(({ best }) => best)]),
  ) as Record<Method, number[]>;
  const scale = median(bests.random) - optimum;
  const rows = methods.map((method): MethodRow => {
    const own = bests[method];
    const regrets = own.map((best) => normalisedRegret(best - optimum, scale));
    return {
      method,
      bests: own,
      medianBest: median(own),
      meanRegret: mean(regrets),
      medianRegret: median(regrets),
      wins: own.filter((best, seed) => methods.every((other) => best <= (bests[other][seed] ?? Infinity)))
        .length,
      pBelowRandom: mannWhitney(own, bests.random, 'less'),
      pOurs: mannWhitney(bests.tpe, own, 'two-sided'),
      suggestMs: median(of(method).map(({ suggestMs }) => suggestMs)),
    };
  });
  return {
    task,
    optimum,
    rows: Object.fromEntries(rows.map((row) => [row.method, row])) as Record<Method, MethodRow>,
  };
}

/** Where random search reaches the optimum in half of its runs, any miss counts as one. */
function normalisedRegret(off: number, scale: number): number {
  if (off <= 0) return 0;
  return scale > 0 ? off / scale : 1;
}
