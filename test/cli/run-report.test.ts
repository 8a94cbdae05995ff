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
  trials: { finished: 35, failed: 0, stopped: 1 },
  submission: null,
  rows: null,
  budgetSeconds: 60,
  seconds: 56,
  failure: null,
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
