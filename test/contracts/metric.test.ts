import { describe, expect, it } from 'vitest';
import type { TaskKind } from '../../src/domain/competition.js';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import { findMetric, metrics } from '../../src/metrics/index.js';
import { toLoss, type Scored } from '../../src/metrics/metric.js';

const rows = 600;
const classes = 4;

/** Truth plus noise: at 0 the prediction is perfect, at 1 it is little better than chance. */
function noisy(task: TaskKind, noise: number): Scored {
  const random = seededRandom('metric-contract', task);
  const outputs = task === 'multiclass' ? classes : 1;
  const target = new Float64Array(rows);
  const prediction = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const truth = task === 'regression' ? 20 * random.next() : random.int(task === 'binary' ? 2 : classes);
    target[row] = truth;
    if (task === 'regression') prediction[row] = truth + 15 * noise * random.normal();
    else if (task === 'binary') prediction[row] = (1 - noise) * truth + noise * random.next();
    else {
      for (let output = 0; output < classes; output++) {
        const certain = output === truth ? 1 : 0;
        prediction[row * classes + output] = (1 - noise) * certain + noise * random.next();
      }
    }
  }
  return { target, prediction, outputs };
}

function reordered({ target, prediction, outputs }: Scored, order: readonly number[]): Scored {
  return {
    target: Float64Array.from(order, (row) => target[row] as number),
    prediction: Float64Array.from(
      order.flatMap((row) => [...prediction.subarray(row * outputs, (row + 1) * outputs)]),
    ),
    outputs,
  };
}

describe.each(metrics.map((metric) => [metric.id, metric] as const))('metric %s', (_, metric) => {
  it('has a stored-with-runs id that no other metric answers to', () => {
    expect(metric.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const names = metrics.flatMap((other) => [other.id, ...other.aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [metric.id, ...metric.aliases]) expect(findMetric(name)).toBe(metric);
  });

  describe.each(metric.tasks)('%s', (task) => {
    it('gives a perfect prediction the optimum', () => {
      expect(metric.score(noisy(task, 0))).toBeCloseTo(metric.optimum, 12);
    });

    it('worsens with noise in the stated direction', () => {
      const losses = [0, 0.6, 0.8, 1].map((noise) =>
        toLoss(metric.direction, metric.score(noisy(task, noise))),
      );
      for (let i = 1; i < losses.length; i++) expect(losses[i]).toBeGreaterThan(losses[i - 1] as number);
    });

    it('does not depend on the order of the rows', () => {
      const sample = noisy(task, 0.7);
      const order = shuffled(
        Array.from({ length: rows }, (__, row) => row),
        seededRandom('order'),
      );
      expect(metric.score(reordered(sample, order))).toBeCloseTo(metric.score(sample), 12);
    });

    it('leaves its inputs alone', () => {
      const sample = noisy(task, 0.7);
      metric.score(sample);
      expect(sample).toEqual(noisy(task, 0.7));
    });

    it('is NaN where there are no rows to score', () => {
      const { outputs } = noisy(task, 0);
      expect(
        metric.score({ target: new Float64Array(0), prediction: new Float64Array(0), outputs }),
      ).toBeNaN();
    });
  });
});
