import { expect, test } from 'vitest';
import { blenders } from '../../src/blending/index.js';
import { reportText, type RunReport } from '../../src/cli/run-report.js';

const report: RunReport = {
  run: 'titanic-20261122-142852',
  status: 'finished',
  metric: 'accuracy',
  direction: 'max',
  bestSingle: { model: 'lightgbm #1', score: 0.81934, sd: 0.0301 },
  ensemble: { blender: '', members: 6, score: 0.83956, estimate: 0.82608, estimateSd: 0.00512 },
  trials: { finished: 35, failed: 0, stopped: 1, raced: 0 },
  submission: null,
  rows: null,
  budgetSeconds: 60,
  seconds: 56,
  failure: null,
  ledger: {
    ...{ askedSeconds: 60, usedSeconds: 56, pausedSeconds: 0, downSeconds: 75, idleSeconds: 0.4 },
    parts: { preparing: 1.2, searching: 52, blending: 2.6, writing: 0.2 },
    notStarted: ['residual-mlp: a trial needs about 12 s, 3.0 s were left'],
  },
  webUi: null,
};

test.each(blenders.map(({ id }) => id))(
  'the columns of the closing lines are aligned under %s',
  (blender) => {
    const ensemble = report.ensemble && { ...report.ensemble, blender };
    const scores = reportText({ ...report, ensemble }).slice(2, 5);
    expect(scores.map((line) => line.indexOf('0.'))).toEqual([22, 22, 22]);
    const notes = ['nested folds', 'blend of 6', 'lightgbm #1'];
    expect(scores.map((line, at) => line.indexOf(notes[at] ?? ''))).toEqual([41, 41, 41]);
  },
);

test('the ledger stands in the closing lines: what was spent, what does not count, what was not started', () => {
  expect(reportText(report)).toEqual(
    expect.arrayContaining([
      '  budget  preparing 1.2s, searching 52.0s, of it idle 0.4s, last blend 2.6s, writing 0.2s',
      '  not counted  everything down 1m15s',
      '  not started  residual-mlp: a trial needs about 12 s, 3.0 s were left',
    ]),
  );
});
