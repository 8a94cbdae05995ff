import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findMetric, metrics } from '../../src/metrics/index.js';

interface Case {
  readonly name: string;
  readonly metric: string;
  readonly target: readonly number[];
  readonly prediction: readonly number[];
  readonly outputs: number;
  /** Null where scikit-learn calls the score undefined. */
  readonly score: number | null;
}

const reference = JSON.parse(readFileSync(new URL('../reference/metrics.json', import.meta.url), 'utf8')) as {
  readonly source: string;
  readonly cases: readonly Case[];
};

describe(`metrics against ${reference.source}`, () => {
  it('covers every metric', () => {
    const covered = new Set(reference.cases.map((one) => one.metric));
    expect([...covered].sort()).toEqual(metrics.map((metric) => metric.id).sort());
  });

  it.each(reference.cases.map((one) => [one.metric, one.name, one.outputs, one] as const))(
    '%s, %s (%i outputs)',
    (id, _name, outputs, one) => {
      const score = findMetric(id)?.score({
        target: Float64Array.from(one.target),
        prediction: Float64Array.from(one.prediction),
        outputs,
      });
      if (one.score === null) expect(score).toBeNaN();
      else
        expect(Math.abs((score ?? NaN) - one.score)).toBeLessThan(1e-10 * Math.max(1, Math.abs(one.score)));
    },
  );
});
