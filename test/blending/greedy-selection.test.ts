import { expect, it } from 'vitest';
import { greedySelection } from '../../src/blending/greedy-selection.js';
import { accuracy } from '../../src/metrics/accuracy.js';
import { rmse } from '../../src/metrics/rmse.js';
import { noisyMembers } from './noisy-members.js';

const target = Float64Array.of(0, 0, 0, 0);

it('picks members by turns until their errors cancel, and keeps the shortest such start', () => {
  // Errors 2 and −1: two of the second and one of the first make none.
  const predictions = [
    Float64Array.of(2, 2, 2, 2),
    Float64Array.of(-1, -1, -1, -1),
    Float64Array.of(9, 9, 9, 9),
  ];
  const { weights } = greedySelection.fit({ predictions, target, outputs: 1, metric: rmse, seed: 1 });
  expect(weights).toEqual([1 / 3, 2 / 3, 0]);
});

it('keeps one member where no other helps', () => {
  const predictions = [Float64Array.of(2, 1, 2, 1), Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 2, 2, 2)];
  const { weights } = greedySelection.fit({ predictions, target, outputs: 1, metric: rmse, seed: 1 });
  expect(weights).toEqual([0, 1, 0]);
});

it('breaks ties by its seed alone', () => {
  const right = Float64Array.of(0.1, 0.1, 0.1, 0.1);
  const predictions = [right, right.map((p) => p / 2), right.map((p) => 2 * p)];
  const request = { predictions, target, outputs: 1, metric: accuracy };
  const first = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
    greedySelection.fit({ ...request, seed }).weights.indexOf(1),
  );
  expect(new Set(first).size).toBeGreaterThan(1);
  expect(first).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => greedySelection.fit({ ...request, seed }).weights.indexOf(1)),
  );
});

it('scores at least as well as each member on the rows it was fitted on', () => {
  for (const id of ['roc-auc', 'accuracy', 'mae']) {
    const request = noisyMembers(id, 500, [0.5, 0.6, 0.7, 0.4]);
    const { predictions, metric, outputs } = request;
    const loss = (prediction: Float64Array) =>
      (metric.direction === 'min' ? 1 : -1) * metric.score({ target: request.target, prediction, outputs });
    const blended = loss(greedySelection.fit(request).combine(predictions));
    expect(blended).toBeLessThan(Math.min(...predictions.map(loss)));
  }
});
