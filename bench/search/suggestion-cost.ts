import { flatSpace } from '../../src/domain/flat-space.js';
import type { Parameters, SearchSpace } from '../../src/domain/search-space.js';
import { randomSearch } from '../../src/search/random-search.js';
import { methods, openSearch, type Method } from './methods.js';
import type { PythonServer } from './python-server.js';
import { median, quantile } from './statistics.js';

export interface SuggestionCost {
  readonly method: Method;
  readonly medianMs: number;
  readonly p90Ms: number;
}

const parameters = 20;
const finishedTrials = 1000;
const warmUps = 5;
const repetitions = 20;

/** Milliseconds of one suggestion with 1,000 finished trials of 20 parameters; each is told before the next. */
export async function suggestionCosts(python: PythonServer): Promise<readonly SuggestionCost[]> {
  const space = spaceOfTwenty();
  const history = Array.from({ length: finishedTrials }, (_, number) => {
    const [proposal] = randomSearch.suggest(space, [], 1, `cost/${number}`);
    const values = proposal?.parameters ?? {};
    return { number, parameters: values, state: 'finished' as const, loss: lossOfTwenty(values) };
  });
  const costs: SuggestionCost[] = [];
  for (const method of methods) {
    const search = await openSearch(method, { space, seed: 0, history }, python);
    const times: number[] = [];
    for (let number = 0; number < warmUps + repetitions; number++) {
      const suggestion = await search.ask(number);
      await search.tell(number, lossOfTwenty(suggestion.parameters));
      if (number >= warmUps) times.push(suggestion.milliseconds);
    }
    await search.close();
    costs.push({ method, medianMs: median(times), p90Ms: quantile(times, 0.9) });
  }
  return costs;
}

/** Eight reals, four of them logarithmic, eight whole numbers and four categories of five. */
function spaceOfTwenty(): SearchSpace {
  const entries = Array.from({ length: parameters / 5 }, (_, i): [string, SearchSpace[string]][] => [
    [`real${i}`, { kind: 'float', low: 0, high: 1 }],
    [`rate${i}`, { kind: 'float', low: 1e-5, high: 1, log: true }],
    [`count${i}`, { kind: 'int', low: 1, high: 20 }],
    [`size${i}`, { kind: 'int', low: 8, high: 512, log: true }],
    [`kind${i}`, { kind: 'categorical', choices: ['a', 'b', 'c', 'd', 'e'] }],
  ]);
  return flatSpace(Object.fromEntries(entries.flat()));
}

function lossOfTwenty(values: Parameters): number {
  const terms = Object.entries(values).map(([name, value]) => {
    if (typeof value !== 'number') return value === 'a' ? 0 : 0.2;
    if (name.startsWith('real')) return (value - 0.3) ** 2;
    if (name.startsWith('rate')) return (Math.log10(value) / 5 + 0.4) ** 2;
    return name.startsWith('count') ? (value / 20 - 0.5) ** 2 : (Math.log2(value) / 6 - 1) ** 2;
  });
  return terms.reduce((total, term) => total + term, 0);
}
