import { expect, test } from 'vitest';
import { notStarted } from '../../src/domain/budget-ledger.js';

const control = { stopping: false, maxTrials: null, budgetSeconds: 60 };
const unfit = [{ family: 'residual-mlp', needsSeconds: 41.27, secondsLeft: -0.5 }];

test.each([
  ['all trials were run', { ...control, maxTrials: 8 }, { next: 8, unfit: [], timeIsUp: true }, []],
  [
    'stopped by a person',
    { ...control, stopping: true },
    { next: 3, unfit, timeIsUp: false },
    ['trial 3 and later: the run was stopped'],
  ],
  [
    'time is up',
    { ...control, maxTrials: 8 },
    { next: 3, unfit: [], timeIsUp: true },
    ['trial 3 to 7: the 60 s of the budget were used'],
  ],
  [
    'nothing fitted',
    control,
    { next: 3, unfit, timeIsUp: false },
    ['residual-mlp: a trial needs about 41 s, 0.0 s were left'],
  ],
])('%s', (_, of, rest, lines) => {
  expect(notStarted(of, rest)).toEqual(lines);
});
