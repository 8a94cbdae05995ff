import { describe, expect, test } from 'vitest';
import { inSpace, type SearchSpace } from '../../src/domain/search-space.js';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import type { Suggestion, TrialRecord } from '../../src/domain/trial.js';
import type { SearchFamily, SearchPlan } from '../../src/search/search-plan.js';
import { suggestTrial } from '../../src/search/suggest-trial.js';

const space: SearchSpace = {
  rate: { kind: 'float', low: 0.01, high: 1, log: true },
  depth: { kind: 'int', low: 1, high: 9 },
};
const family = (id: string, expectedSeconds: number, items: number): SearchFamily => ({
  id,
  space,
  portfolio: Array.from({ length: items }, (_, i) => ({ rate: 0.1, depth: i + 1 })),
  expectedSeconds,
});
const plan: SearchPlan = {
  families: [family('trees', 10, 4), family('line', 1, 2), family('net', 40, 2)],
  sampler: 'tpe',
  direction: 'max',
  weighBy: 'measured',
};

const suggest = (history: readonly TrialRecord[], change: Partial<Parameters<typeof suggestTrial>[0]> = {}) =>
  suggestTrial({ plan, number: history.length, history, seed: 5, secondsLeft: 1e4, ...change });

/** Runs `count` trials one after the other; `judge` gives what differs from a finished trial. */
function run(
  count: number,
  judge: (suggestion: Suggestion) => Partial<TrialRecord>,
  change: Partial<Parameters<typeof suggestTrial>[0]> = {},
): (TrialRecord & { readonly suggestion: Suggestion })[] {
  const history: (TrialRecord & { readonly suggestion: Suggestion })[] = [];
  while (history.length < count) {
    const suggestion = suggest(history, change);
    if (suggestion === null) break;
    const { number, family: id, parameters } = suggestion;
    const base = { number, family: id, parameters, state: 'finished', score: 0.5, seconds: 5 } as const;
    history.push({ ...base, ...judge(suggestion), suggestion });
  }
  return history;
}

const share = (history: readonly TrialRecord[], id: string): number =>
  history.filter((trial) => trial.family === id).length / history.length;

/** Falls off with the distance to rate 0.3; `offset` sets families apart. */
const judged =
  (offset: Readonly<Record<string, number>>) =>
  ({ family: id, parameters }: Suggestion): Partial<TrialRecord> => ({
    score: (offset[id] ?? 0) - Math.abs(Math.log10(Number(parameters['rate'])) + 0.5),
  });

describe('start', () => {
  const start = run(8, () => ({})).map((trial) => trial.suggestion);

  test('tries every default, the cheapest first, then long portfolios more often', () => {
    expect(start.map((suggestion) => suggestion.reason)).toEqual([
      'portfolio item 1 of line',
      'portfolio item 1 of trees',
      'portfolio item 1 of net',
      'portfolio item 2 of trees',
      'portfolio item 2 of line',
      'portfolio item 3 of trees',
      'portfolio item 2 of net',
      'portfolio item 4 of trees',
    ]);
    expect(new Set(start.map((suggestion) => suggestion.sampler))).toEqual(new Set(['portfolio']));
  });

  test('skips an item that was tried, even while it runs', () => {
    const first: TrialRecord = {
      number: 0,
      family: 'line',
      parameters: { depth: 1, rate: 0.1 },
      state: 'running',
      score: null,
      seconds: null,
    };
    expect(suggest([first])?.reason).toBe('portfolio item 1 of trees');
  });

  test('shows results, not running trials, in ascending order', () => {
    const history = run(4, () => ({})).map((trial, i): TrialRecord => {
      return i === 1 ? { ...trial, state: 'running', score: null, seconds: null } : trial;
    });
    expect(suggest([...history].reverse())?.visible).toEqual([0, 2, 3]);
  });

  test('a family that failed three times in a row loses its turn', () => {
    const history = run(8, ({ family: id }) => (id === 'trees' ? { state: 'failed', score: null } : {}));
    expect(history.filter((trial) => trial.suggestion.reason.endsWith('of trees'))).toHaveLength(3);
  });
});

describe('later', () => {
  test('samples inside the space, without a repetition, and says why', () => {
    const history = run(60, judged({}));
    const later = history.slice(8);
    expect(later.every((trial) => inSpace(space, trial.parameters))).toBe(true);
    expect(later.every((trial) => trial.suggestion.sampler === 'tpe')).toBe(true);
    expect(later.at(-1)?.suggestion.reason).toMatch(
      /^tpe: \d+ good, \d+ other, best of \d+, log ratio -?\d+\.\d\d$/,
    );
    expect(new Set(history.map((trial) => JSON.stringify([trial.family, trial.parameters]))).size).toBe(60);
  });

  test('gives the best family the most trials and every family some', () => {
    const history = run(100, judged({ trees: 1, line: -1, net: 0.2 })).slice(8);
    expect(share(history, 'trees')).toBeGreaterThan(0.5);
    expect(share(history, 'line')).toBeGreaterThan(0.01);
    expect(share(history, 'net')).toBeGreaterThan(0.01);
    expect(share(history, 'line')).toBeLessThan(0.25);
  });

  test('a family that keeps failing is chosen rarely', () => {
    const failing = ({ family: id }: Suggestion): Partial<TrialRecord> =>
      id === 'net' ? { state: 'failed', score: null } : {};
    expect(share(run(100, failing).slice(8), 'net')).toBeLessThan(0.08);
  });

  test('the direction decides which scores are good', () => {
    const rates = (direction: 'min' | 'max'): number => {
      const change = { plan: { ...plan, direction, families: [family('trees', 1, 1)] } };
      const logs = run(50, ({ parameters }) => ({ score: Number(parameters['rate']) }), change)
        .slice(20)
        .map((trial) => Math.log10(Number(trial.parameters['rate'])));
      return logs.reduce((sum, log) => sum + log, 0) / logs.length;
    };
    expect(rates('min')).toBeLessThan(-1.5);
    expect(rates('max')).toBeGreaterThan(-0.5);
  });

  test('repeats only when a small space is used up', () => {
    const tiny: SearchSpace = { depth: { kind: 'int', low: 1, high: 5 } };
    const only: SearchFamily = { id: 'tiny', space: tiny, portfolio: [{ depth: 3 }], expectedSeconds: 1 };
    const history = run(8, () => ({}), { plan: { ...plan, families: [only] } });
    expect(new Set(history.slice(0, 5).map((trial) => trial.parameters['depth'])).size).toBe(5);
    expect(history).toHaveLength(8);
  });
});

describe('time', () => {
  test('leaves out families that would not fit', () => {
    expect(run(12, () => ({}), { secondsLeft: 30 }).some((trial) => trial.family === 'net')).toBe(false);
  });

  test('is null when nothing fits', () => {
    expect(suggest([], { secondsLeft: 0.5 })).toBeNull();
  });

  test('what was measured counts more than what was expected', () => {
    const slow = run(1, () => ({ seconds: 500 }));
    expect(suggest(slow, { secondsLeft: 30 })?.family).toBe('trees');
    const next = run(6, () => ({ seconds: 500 }), { secondsLeft: 30 });
    expect(next.map((trial) => trial.family)).toEqual(['line', 'trees']);
  });

  test('a stopped trial makes its family wait for half as much time again', () => {
    const change = { plan: { ...plan, families: [family('line', 1, 2)] } };
    const stopped = run(1, () => ({ state: 'stopped', score: null, seconds: 30 }), change);
    expect(suggest(stopped, { ...change, secondsLeft: 44 })).toBeNull();
    expect(suggest(stopped, { ...change, secondsLeft: 46 })?.reason).toBe('portfolio item 2 of line');
  });

  test('weighed as expected, trials do not depend on how long earlier ones took', () => {
    const netTakes = (netSeconds: number, weighBy: 'measured' | 'expected') => {
      const judge = (suggestion: Suggestion): Partial<TrialRecord> => ({
        ...judged({})(suggestion),
        seconds: suggestion.family === 'net' ? netSeconds : 1,
      });
      return run(40, judge, { plan: { ...plan, weighBy } }).map((trial) => trial.suggestion);
    };
    expect(netTakes(500, 'expected')).toEqual(netTakes(0.1, 'expected'));
    expect(netTakes(500, 'measured')).not.toEqual(netTakes(0.1, 'measured'));
  });

  test('matters only by the families left out', () => {
    const history = run(30, judged({}));
    expect(suggest(history, { secondsLeft: 100 })).toEqual(suggest(history, { secondsLeft: 5000 }));
  });
});

test('the same request gives the same suggestion, whatever the order of the history', () => {
  const history = run(40, judged({ trees: 0.3 }));
  const suggestion = suggest(history);
  expect(suggest(shuffled(history, seededRandom(1)))).toEqual(suggestion);
  expect(suggest(history, { seed: 6 })?.seed).not.toBe(suggestion?.seed);
});

test('works when no trial could be scored', () => {
  const history = run(40, ({ number }) => ({
    score: number % 2 ? NaN : null,
    state: number % 2 ? 'finished' : 'failed',
  }));
  expect(history).toHaveLength(40);
  expect(history.every((trial) => inSpace(space, trial.parameters))).toBe(true);
});
