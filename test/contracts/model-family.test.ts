import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { parameterProblems, validateSpace } from '../../src/domain/search-space.js';
import { families } from '../../src/models/index.js';
import type { FitRequest, FittedModel, ModelFamily } from '../../src/models/model-family.js';
import { awkwardTables } from './awkward-tables.js';
import { baseline, loss, toy, type Toy } from './toy-tables.js';

const cases = families.flatMap((family) => family.tasks.map((task) => [family.id, task, family] as const));

describe.each(cases)('%s, %s', (_, task, family) => {
  const training = toy(task, 400, 1);
  const unseen = toy(task, 200, 2);

  test('learns: far better than the best constant on unseen rows, and honestly shaped', async () => {
    const prediction = await fitAndPredict(family, training, unseen);
    expectSound(unseen, prediction);
    expect(loss(unseen, prediction)).toBeLessThan(0.6 * loss(unseen, baseline(unseen)));
  });

  test('same request, same predictions, bit for bit; saved and loaded too', async () => {
    const model = await family.fit(request(family, training));
    const again = await family.fit(request(family, training));
    const folder = await mkdtemp(join(tmpdir(), 'podium-model-'));
    try {
      const first = await model.predict(unseen.table);
      expect(await again.predict(unseen.table)).toEqual(first);
      expect(await model.predict(unseen.table)).toEqual(first);
      await model.save(folder);
      const loaded = await family.load(folder);
      expect(await loaded.predict(unseen.table)).toEqual(first);
      loaded.dispose();
    } finally {
      model.dispose();
      again.dispose();
      await rm(folder, { recursive: true });
    }
  });

  test('changes nothing that it was given', async () => {
    const given = request(family, training);
    const before = structuredClone({ ...given, signal: null, progress: null });
    await dispose(family.fit(given));
    expect({ ...given, signal: null, progress: null }).toEqual(before);
  });

  test('its space is sound and holds at least four portfolio items, for small and large data', () => {
    for (const rows of [15, 300, 20_000, 2_000_000]) {
      for (const categoricalColumns of [0, 12]) {
        const profile = { ...training.profile, rows, categoricalColumns, numericColumns: 10 };
        const space = family.space(profile);
        const portfolio = family.portfolio(profile);
        expect(validateSpace(space)).toEqual([]);
        expect(portfolio.flatMap((parameters) => parameterProblems(space, parameters))).toEqual([]);
        expect(new Set(portfolio.map((parameters) => JSON.stringify(parameters))).size).toBe(
          portfolio.length,
        );
        expect(portfolio.length).toBeGreaterThanOrEqual(4);
      }
    }
  });

  test('expects more seconds for more rows', () => {
    const small = family.expectedSeconds(training.profile);
    expect(small).toBeGreaterThan(0);
    expect(family.expectedSeconds({ ...training.profile, rows: 40_000 })).toBeGreaterThan(small);
  });

  test('reports progress in [0, 1], and ends within 2 s of a cancellation', async () => {
    const large = toy(task, 5000, 3);
    const cancellation = new AbortController();
    let cancelledAt = NaN;
    const reports: number[] = [];
    const fit = family.fit({
      ...request(family, large),
      signal: cancellation.signal,
      progress: (done) => {
        reports.push(done);
        if (!cancellation.signal.aborted) cancelledAt = performance.now();
        cancellation.abort();
      },
    });
    await expect(fit).rejects.toThrow();
    expect(performance.now() - cancelledAt).toBeLessThan(2000);
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.every((done) => done >= 0 && done <= 1)).toBe(true);
  });

  test('does not start when cancelled already', async () => {
    await expect(family.fit({ ...request(family, training), signal: AbortSignal.abort() })).rejects.toThrow();
  });

  test.each(awkwardTables.map((each) => [each.what, each] as const))(
    'survives %s',
    async (_what, { train, predict }) => {
      const given = train(toy(task, 80, 4));
      const asked = predict(toy(task, 30, 5));
      expectSound(asked, await fitAndPredict(family, given, asked));
    },
  );

  test('survives 20 rows', async () => {
    expectSound(unseen, await fitAndPredict(family, toy(task, 20, 6), unseen));
  });

  test('survives a training part without the last class, or with one value only', async () => {
    const last = task === 'binary' ? 1 : training.outputs - 1;
    const target = training.target.map((y) => (task === 'regression' ? 500 : y === last ? 0 : y));
    const given = { ...training, target };
    expectSound(unseen, await fitAndPredict(family, given, unseen));
  });
});

test.each(families.map((family) => [family.id, family] as const))(
  '%s frees what it took: 20 fits cost no more memory than a few',
  async (_, family) => {
    const task = family.tasks[0]!;
    const given = request(family, toy(task, 300, 7));
    for (let i = 0; i < 5; i++) await dispose(family.fit(given));
    const before = residentBytes();
    for (let i = 0; i < 20; i++) await dispose(family.fit(given));
    expect(residentBytes() - before).toBeLessThan(48e6);
  },
);

function request(family: ModelFamily, { table, target, outputs, profile }: Toy): FitRequest {
  const [parameters] = family.portfolio(profile);
  return {
    task: profile.task,
    outputs,
    table,
    target,
    loss: profile.task === 'regression' ? 'squared' : 'log-loss',
    parameters: parameters ?? {},
    seed: 20,
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

async function fitAndPredict(family: ModelFamily, training: Toy, asked: Toy): Promise<Float64Array> {
  const model = await family.fit(request(family, training));
  try {
    return await model.predict(asked.table);
  } finally {
    model.dispose();
  }
}

async function dispose(fit: Promise<FittedModel>): Promise<void> {
  (await fit).dispose();
}

/** As many numbers as asked for, finite; for classes in [0, 1], and summing to 1 where there are several. */
function expectSound({ table, outputs, profile }: Toy, prediction: Float64Array): void {
  expect(prediction.length).toBe(table.rows * outputs);
  expect(prediction.every(Number.isFinite)).toBe(true);
  if (profile.task === 'regression') return;
  expect(prediction.every((p) => p >= 0 && p <= 1)).toBe(true);
  if (outputs === 1) return;
  for (let row = 0; row < table.rows; row++) {
    const sum = prediction.subarray(row * outputs, (row + 1) * outputs).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 5);
  }
}

function residentBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage.rss();
}
