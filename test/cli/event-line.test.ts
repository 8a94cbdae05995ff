import { expect, test } from 'vitest';
import { eventLine } from '../../src/cli/view/event-line.js';
import type { Change, PodiumEvent } from '../../src/domain/run-event.js';

const at = new Date(2026, 10, 22, 15, 4, 5);
const line = (change: Change): string => {
  const subject = change.type === 'schedule.skipped' ? { schedule: 'nightly' } : { run: 'r' };
  return eventLine({ id: 1, ...subject, at, ...change } as PodiumEvent);
};
const trial = { trial: 12, family: 'lightgbm' };

test.each<readonly [Change, string]>([
  [
    { type: 'trial.finished', payload: { ...trial, score: 0.83396, seconds: 3.1 } },
    'trial.finished lightgbm #12 0.83396 3.1s',
  ],
  [
    { type: 'trial.stopped', payload: { ...trial, reason: 'skipped', seconds: 0 } },
    'trial.stopped lightgbm #12 skipped',
  ],
  [
    { type: 'trial.raced', payload: { ...trial, reason: 'fold 1 0.7', seconds: 1 } },
    'trial.raced lightgbm #12 fold 1 0.7',
  ],
  [
    { type: 'submission.ready', payload: { round: 0, file: '/o/s.csv', estimate: 12345.678 } },
    'submission.ready /o/s.csv 12346',
  ],
  [{ type: 'run.failed', payload: { seconds: 125, failure: 'no trial' } }, 'run.failed 2m05s no trial'],
  [
    { type: 'budget.nearly-spent', payload: { usedSeconds: 54.2, budgetSeconds: 60 } },
    'budget.nearly-spent 54s of 1m00s',
  ],
  [
    { type: 'schedule.skipped', payload: { action: 'a', reason: 'the data have not changed', lastRun: 'r' } },
    'schedule.skipped nightly the data have not changed',
  ],
  [{ type: 'run.finished', payload: { seconds: 48, failure: null } }, 'run.finished 48s'],
])('%j', (change, text) => {
  expect(line(change)).toBe(`15:04:05 ${text}`);
});
