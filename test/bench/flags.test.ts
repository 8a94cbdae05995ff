import { expect, test } from 'vitest';
import { readFlags } from '../../bench/search/flags.js';

test('the whole run unless told otherwise', () => {
  expect(readFlags([])).toMatchObject({ seeds: 20, trials: 100, workers: [1, 4, 8], lanes: 1 });
  expect(readFlags(['--workers', '2,16', '--yahpo', 'data'])).toMatchObject({
    workers: [2, 16],
    yahpo: 'data',
  });
});

test('the quick run leaves out surrogates, and single flags still count', () => {
  const flags = readFlags(['--quick', '--yahpo', 'data', '--seeds', '3']);
  expect(flags).toMatchObject({ seeds: 3, trials: 40, workers: [1], yahpo: undefined });
});

test.each([['--seeds', '0'], ['--trials', 'many'], ['--workers', '1,2.5'], ['--frobnicate']])(
  '%s %s is refused by its name',
  (flag, value = '') => {
    expect(() => readFlags(value === '' ? [flag] : [flag, value])).toThrow(flag);
  },
);
