import { expect, test } from 'vitest';
import type { Parameters } from '../../src/domain/search-space.js';
import type { TrialRecord } from '../../src/domain/trial.js';
import type { SearchFamily, SearchPlan } from '../../src/search/search-plan.js';
import { suggestTrial } from '../../src/search/suggest-trial.js';
import { warmStartFrom } from '../../src/search/warm-start.js';

const trial = (number: number, family: string, score: number | null): TrialRecord => ({
  number,
  family,
  parameters: { depth: number + 1 },
  state: score === null ? 'failed' : 'finished',
  score,
  seconds: 1,
});
const earlier = [
  trial(0, 'line', 0.7),
  trial(1, 'trees', 0.8),
  trial(2, 'trees', 0.9),
  trial(3, 'trees', 0.85),
  trial(4, 'net', 0.95),
  trial(5, 'line', null),
];
const depths = (direction: 'min' | 'max', families: readonly string[]): unknown[] =>
  warmStartFrom({ run: 'earlier', history: earlier, direction, families }).trials.map(
    ({ parameters }) => parameters['depth'],
  );

test('the two best of each family that is still there, every best one first', () => {
  expect(depths('max', ['line', 'trees'])).toEqual([3, 1, 4]);
  expect(depths('min', ['line', 'trees'])).toEqual([1, 2, 4]);
  expect(depths('max', ['line', 'trees', 'net'])).toEqual([5, 3, 1, 4]);
});

const family = (id: string, expectedSeconds: number): SearchFamily => ({
  id,
  space: { depth: { kind: 'int', low: 1, high: 9 } },
  portfolio: [{ depth: 5 }],
  expectedSeconds,
});
const warm = (
  trials: readonly { readonly family: string; readonly parameters: Parameters }[],
): SearchPlan => ({
  families: [family('line', 1), family('trees', 10)],
  sampler: 'random',
  weighBy: 'expected',
  direction: 'max',
  warmStart: { run: 'earlier', trials },
});

function firstReasons(plan: SearchPlan, count: number, secondsLeft = 1000): readonly unknown[] {
  const history: TrialRecord[] = [];
  const reasons: unknown[] = [];
  while (history.length < count) {
    const number = history.length;
    const suggestion = suggestTrial({ plan, number, history, seed: 0, secondsLeft });
    if (suggestion === null) break;
    reasons.push([suggestion.family, suggestion.parameters['depth'], suggestion.reason]);
    history.push({ ...trial(number, suggestion.family, 0.5), parameters: suggestion.parameters });
  }
  return reasons;
}

test('a search tries them before portfolios, and no setting twice', () => {
  const plan = warm([
    { family: 'trees', parameters: { depth: 3 } },
    { family: 'line', parameters: { depth: 5 } },
  ]);
  expect(firstReasons(plan, 3)).toEqual([
    ['trees', 3, 'warm start from earlier'],
    ['line', 5, 'warm start from earlier'],
    ['trees', 5, 'portfolio item 1 of trees'],
  ]);
});

test('what the space no longer holds, what is gone and what does not fit is left out', () => {
  const plan = warm([
    { family: 'line', parameters: { depth: 10 } },
    { family: 'net', parameters: { depth: 3 } },
    { family: 'trees', parameters: { depth: 3 } },
  ]);
  expect(firstReasons(plan, 1, 5)).toEqual([['line', 5, 'portfolio item 1 of line']]);
});
