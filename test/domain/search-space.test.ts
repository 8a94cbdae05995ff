import { describe, expect, test } from 'vitest';
import {
  inSpace,
  parameterProblems,
  validateSpace,
  type Parameter,
  type SearchSpace,
} from '../../src/domain/search-space.js';

const space: SearchSpace = {
  rate: { kind: 'float', low: 1e-3, high: 1, log: true },
  share: { kind: 'float', low: 0.1, high: 1, step: 0.1 },
  leaves: { kind: 'int', low: 4, high: 64, step: 4 },
  booster: { kind: 'categorical', choices: ['tree', 'linear', true] },
  depth: { kind: 'int', low: 1, high: 8, when: { parameter: 'booster', in: ['tree'] } },
};

const point = { rate: 0.1, share: 0.3, leaves: 12, booster: 'tree', depth: 3 };

test('a sound space has no problems', () => {
  expect(validateSpace(space)).toEqual([]);
});

describe('a problem names the parameter', () => {
  const broken: readonly [string, Parameter, string][] = [
    ['low above high', { kind: 'float', low: 2, high: 1 }, 'low 2 is above high 1'],
    ['not finite', { kind: 'float', low: 0, high: Infinity }, 'low and high must be finite'],
    ['logarithm of 0', { kind: 'float', low: 0, high: 1, log: true }, 'low 0 must be above 0'],
    ['step of 0', { kind: 'float', low: 0, high: 1, step: 0 }, 'step 0 must be above 0'],
    ['half an int', { kind: 'int', low: 0.5, high: 2 }, 'must be whole'],
    ['no choice', { kind: 'categorical', choices: [] }, 'at least one choice'],
    ['choice twice', { kind: 'categorical', choices: [1, 1] }, 'has a choice twice'],
    [
      'condition on a later parameter',
      { kind: 'float', low: 0, high: 1, when: { parameter: 'later', in: [1] } },
      'its condition names later, which is no earlier parameter',
    ],
    [
      'condition that allows nothing',
      { kind: 'float', low: 0, high: 1, when: { parameter: 'booster', in: [] } },
      'allows no value',
    ],
    [
      'condition that cannot hold',
      { kind: 'float', low: 0, high: 1, when: { parameter: 'booster', in: ['forest'] } },
      'asks for forest, which booster cannot be',
    ],
  ];
  test.each(broken)('%s', (_, parameter, problem) => {
    const problems = validateSpace({ ...space, broken: parameter, later: { kind: 'int', low: 1, high: 2 } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^broken: /);
    expect(problems[0]).toContain(problem);
  });

  test('a name that objects would reorder', () => {
    expect(validateSpace({ 7: { kind: 'int', low: 1, high: 2 } })[0]).toMatch(/^7: /);
  });
});

test('a point of the space is in it', () => {
  expect(parameterProblems(space, point)).toEqual([]);
  expect(inSpace(space, point)).toBe(true);
  expect(inSpace(space, { rate: 1, share: 1, leaves: 64, booster: true })).toBe(true);
});

describe('a point outside says why', () => {
  const outside: readonly [string, Record<string, number | string | boolean>, string][] = [
    ['below low', { rate: 1e-4 }, 'rate: 0.0001 is not between 0.001 and 1'],
    ['NaN', { rate: NaN }, 'rate: NaN is not between'],
    ['text for a number', { rate: '0.1' }, 'rate: 0.1 is not a number'],
    ['off its step', { share: 0.35 }, 'share: 0.35 is not on step 0.1'],
    ['int off its step', { leaves: 13 }, 'leaves: 13 is not on step 4'],
    ['half an int', { depth: 2.5 }, 'depth: 2.5 is not whole'],
    ['unknown choice', { booster: 'forest' }, 'booster: forest is none of its choices'],
    ['present under the wrong condition', { booster: 'linear' }, 'depth: must be absent'],
    ['unknown name', { height: 1 }, 'height: is not a parameter of the space'],
  ];
  test.each(outside)('%s', (_, change, problem) => {
    expect(parameterProblems(space, { ...point, ...change }).join('\n')).toContain(problem);
    expect(inSpace(space, { ...point, ...change })).toBe(false);
  });

  test('missing', () => {
    const rest = { share: 0.3, leaves: 12, booster: 'tree', depth: 3 };
    expect(parameterProblems(space, rest)).toEqual(['rate: is missing']);
  });
});
