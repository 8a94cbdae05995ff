import { expect, test } from 'vitest';
import { eventLine } from '../../src/cli/view/event-line.js';
import type { RunChange } from '../../src/domain/run-event.js';

const at = new Date(2026, 10, 22, 15, 4, 5);
const line = (change: RunChange): string => eventLine({ id: 1, runId: 'r', at, ...change });
const trial = { trial: 12, family: 'lightgbm' };

test.each<readonly [RunChange, string]>([
  [
    { type: 'trial.finished', payload: { ...trial, score: 0.83396, seconds: 3.1 } },
    'trial.finished lightgbm #12 0.83396 3.1s',
  ],
  [
    { type: 'trial.stopped', payload: { ...trial, reason: 'skipped', seconds: 0 } },
    'trial.stopped lightgbm #12 skipped',
  ],
  [
    { type: 'submission.ready', payload: { round: 0, file: '/o/s.csv', estimate: 12345.678 } },
    'submission.ready /o/s.csv 12346',
  ],
  [{ type: 'run.failed', payload: { seconds: 125, failure: 'no trial' } }, 'run.failed 2m05s no trial'],
  [{ type: 'run.finished', payload: { seconds: 48, failure: null } }, 'run.finished 48s'],
])('%j', (change, text) => {
  expect(line(change)).toBe(`15:04:05 ${text}`);
});
