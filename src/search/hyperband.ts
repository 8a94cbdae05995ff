import { seededRandom } from '../domain/seeded-random.js';
import type { HalvingSettings } from './successive-halving.js';

/** One successive halving of Hyperband; its first rung is at `settings.least`. */
export interface Bracket {
  readonly settings: HalvingSettings;
  /** Trials that start in it, for as many resources as every other bracket uses. */
  readonly trials: number;
}

/**
 * The brackets of Hyperband, the most eager one first: from many trials that start with `least` to few that are full
 * from the start. With sₘ = ⌊log_factor(most/least)⌋, bracket s = sₘ … 0 starts ⌈(sₘ+1)·factorˢ/(s+1)⌉ trials with
 * most·factor⁻ˢ each.
 *
 * Li et al. 2018, "Hyperband: a novel bandit-based approach to hyperparameter optimization", JMLR 18, algorithm 1.
 */
export function hyperbandBrackets({ least, most, factor }: HalvingSettings): readonly Bracket[] {
  const highest = Math.floor(Math.log(most / least) / Math.log(factor) + 1e-9);
  return Array.from({ length: highest + 1 }, (_, i) => {
    const s = highest - i;
    return {
      settings: { least: most / factor ** s, most, factor },
      trials: Math.ceil(((highest + 1) * factor ** s) / (s + 1)),
    };
  });
}

/** Trials and resource of each rung when a bracket runs synchronously: ⌊n·factor⁻ⁱ⌋ trials with least·factorⁱ. */
export function bracketRungs({ settings, trials }: Bracket): readonly {
  readonly trials: number;
  readonly resource: number;
}[] {
  const { least, most, factor } = settings;
  const rungs = Math.round(Math.log(most / least) / Math.log(factor)) + 1;
  return Array.from({ length: rungs }, (_, i) => ({
    trials: Math.floor(trials / factor ** i + 1e-9),
    resource: least * factor ** i,
  }));
}

/**
 * The bracket of trial `number` when trials run asynchronously: drawn by the trials that each bracket starts, so that
 * it depends on nothing but seed and number and brackets fill in proportion.
 */
export function bracketOf(brackets: readonly Bracket[], seed: string | number, number: number): Bracket {
  const total = brackets.reduce((sum, { trials }) => sum + trials, 0);
  let rest = seededRandom(seed, 'bracket', number).int(total);
  for (const bracket of brackets) {
    rest -= bracket.trials;
    if (rest < 0) return bracket;
  }
  return brackets.at(-1) as Bracket;
}
