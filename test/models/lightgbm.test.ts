import { expect, test } from 'vitest';
import { lightgbm } from '../../src/models/lightgbm.js';
import type { FitRequest } from '../../src/models/model-family.js';
import { lightgbmObjectsAlive } from '../../src/native/lightgbm.js';
import { toy, type Toy } from '../contracts/toy-tables.js';

function request({ table, target, outputs, profile }: Toy): FitRequest {
  return {
    task: profile.task,
    outputs,
    table,
    target,
    loss: profile.task === 'regression' ? 'squared' : 'log-loss',
    parameters: lightgbm.portfolio(profile)[0]!,
    seed: 3,
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

test('the portfolio opens with the tuned defaults and holds stumps, random thresholds and large trees', () => {
  for (const task of ['binary', 'regression'] as const) {
    const portfolio = lightgbm.portfolio({ ...toy(task, 40, 1).profile, rows: 5000 });
    expect(portfolio[0]).toMatchObject(
      task === 'binary'
        ? { learning_rate: 0.04, num_leaves: 50, min_data_in_leaf: 40, bagging_fraction: 0.75 }
        : { learning_rate: 0.05, num_leaves: 100, min_data_in_leaf: 3, bagging_fraction: 0.7 },
    );
    expect(portfolio.length).toBeGreaterThanOrEqual(12);
    expect(portfolio).toContainEqual(expect.objectContaining({ num_leaves: 2 }));
    expect(portfolio).toContainEqual(expect.objectContaining({ extra_trees: true, num_leaves: 180 }));
  }
});

test('frees all native memory, of finished and of cancelled fits', async () => {
  const given = request(toy('binary', 300, 1));
  const model = await lightgbm.fit(given);
  expect(lightgbmObjectsAlive()).toBe(1);
  model.dispose();
  const cancellation = new AbortController();
  const progress = (): void => cancellation.abort();
  await expect(lightgbm.fit({ ...given, signal: cancellation.signal, progress })).rejects.toThrow();
  expect(lightgbmObjectsAlive()).toBe(0);
});

test('the absolute loss follows the median of a skewed target, the squared loss its mean', async () => {
  const given = toy('regression', 600, 2);
  const target = given.target.map((_, row) => (row % 5 === 0 ? 1000 : 0));
  for (const [loss, low, high] of [
    ['absolute', -1, 50],
    ['squared', 150, 250],
  ] as const) {
    const model = await lightgbm.fit({ ...request(given), target, loss });
    const prediction = await model.predict(given.table);
    const mean = prediction.reduce((sum, y) => sum + y, 0) / prediction.length;
    expect(mean).toBeGreaterThan(low);
    expect(mean).toBeLessThan(high);
    model.dispose();
  }
});

test('predicts the same for a target moved and stretched', async () => {
  const given = toy('regression', 300, 4);
  const model = await lightgbm.fit(request(given));
  const stretched = await lightgbm.fit({ ...request(given), target: given.target.map((y) => y * 1e6 + 1e9) });
  const [own, other] = [await model.predict(given.table), await stretched.predict(given.table)];
  own.forEach((y, row) => expect((other[row]! - 1e9) / 1e6).toBeCloseTo(y, 2));
  model.dispose();
  stretched.dispose();
});
