import { describe, expect, it } from 'vitest';
import { chooseFinalists } from '../../src/blending/finalists.js';

const trial = (number: number, family: string, score: number) => ({ number, family, score });

describe('chooseFinalists', () => {
  it('keeps the best three of each family even where one family leads', () => {
    const trials = [
      ...[0.9, 0.899, 0.898, 0.897, 0.896, 0.895].map((score, i) => trial(i, 'tree', score)),
      ...[0.88, 0.87, 0.86, 0.85].map((score, i) => trial(10 + i, 'net', score)),
      trial(20, 'linear', 0.84),
    ];
    expect(chooseFinalists(trials, 'max', 8)).toEqual([0, 1, 2, 3, 10, 11, 12, 20]);
  });

  it('takes the smallest scores where small is good', () => {
    const trials = [trial(0, 'a', 0.42), trial(1, 'a', 0.4), trial(2, 'b', 0.41)];
    expect(chooseFinalists(trials, 'min', 2)).toEqual([1, 2]);
  });

  it('leaves out trials far behind, undefined scores and nothing else', () => {
    const trials = [
      trial(0, 'a', 0.4),
      trial(1, 'b', 0.43),
      trial(2, 'c', 0.69),
      trial(3, 'd', NaN),
      trial(4, 'e', 0.41),
    ];
    expect(chooseFinalists(trials, 'min', 10)).toEqual([0, 4, 1]);
  });

  it('counts the better half as good, however far apart scores lie', () => {
    const trials = [0.001, 0.01, 0.1, 1, 10].map((score, i) => trial(i, 'a', score));
    expect(chooseFinalists(trials, 'min', 10)).toEqual([0, 1, 2]);
  });

  it('works on scores below zero', () => {
    expect(
      chooseFinalists([trial(0, 'a', -0.5), trial(1, 'b', -0.53), trial(2, 'c', -0.7)], 'max', 10),
    ).toEqual([0, 1]);
  });

  it('does not depend on the order of the trials; ties go to the earlier one', () => {
    const trials = [trial(5, 'a', 0.8), trial(3, 'a', 0.8), trial(4, 'b', 0.81)];
    expect(chooseFinalists(trials, 'max', 2)).toEqual([4, 3]);
    expect(chooseFinalists([...trials].reverse(), 'max', 2)).toEqual([4, 3]);
  });

  it('returns nothing where nothing was scored', () => {
    expect(chooseFinalists([], 'max', 5)).toEqual([]);
    expect(chooseFinalists([trial(0, 'a', NaN)], 'max', 5)).toEqual([]);
  });
});
