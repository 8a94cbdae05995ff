import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import type { FitFoldTask } from '../../src/trainer/protocol.js';
import {
  HungError,
  NotFiniteError,
  OutOfMemoryError,
  OutOfTimeError,
  TrainerLostError,
} from '../../src/trainer/trainer-errors.js';
import { createTrainerPool, type TrainerPool } from '../../src/trainer/trainer-pool.js';
import { writeSmallDataset } from './small-dataset.js';

let folder: string;
let pool: TrainerPool;
beforeAll(async () => {
  vi.stubEnv('PODIUM_FAMILIES', join(packageRoot, 'test', 'fixtures', 'odd-families.mjs'));
  folder = await writeSmallDataset();
});
afterAll(() => {
  vi.unstubAllEnvs();
});
beforeEach(() => {
  pool = createTrainerPool({ slots: 2, threads: 1, memoryBytes: 600 * 2 ** 20 });
});
afterEach(() => pool.close());

let folders = 0;
function task(family: string, parameters: FitFoldTask['parameters'] = { value: 0.5 }): FitFoldTask {
  return {
    kind: 'fit-fold',
    datasetFolder: join(folder, 'dataset'),
    family,
    parameters,
    seed: 1,
    fold: 0,
    metric: 'log-loss',
    threads: 1,
    halfBatch: false,
    checkpoint: null,
    outFolder: join(folder, `out-${String(folders++)}`),
  };
}

function run(what: FitFoldTask, options: { readonly signal?: AbortSignal; readonly withinMs?: number } = {}) {
  return pool.run(what, {
    signal: options.signal ?? new AbortController().signal,
    deadlineMs: Date.now() + (options.withinMs ?? 30_000),
    progress: () => undefined,
  });
}

test('a fold leaves its score and both prediction files', async () => {
  const what = task('idle');
  const { score } = await run(what);
  expect(score).toBeCloseTo(Math.LN2, 12);
  expect((await readFile(join(what.outFolder, 'oof.bin'))).length).toBe(20 * 8);
  expect((await readFile(join(what.outFolder, 'test.bin'))).length).toBe(10 * 8);
});

test.each([['lightgbm'], ['linear'], ['residual-mlp'], ['searched-mlp']])(
  '%s scores the same in a warm and in a fresh process',
  async (family) => {
    const { families } = await import('../../src/models/index.js');
    const profile = {
      task: 'binary',
      rows: 40,
      testRows: 10,
      numericColumns: 1,
      categoricalColumns: 1,
      outputs: 1,
    } as const;
    const parameters = families.find(({ id }) => id === family)?.portfolio(profile)[0] ?? {};
    const first = await run(task(family, parameters));
    const warm = await run(task(family, parameters));
    await pool.close();
    pool = createTrainerPool({ slots: 1, threads: 1, memoryBytes: 2 ** 31 });
    const fresh = await run(task(family, parameters));
    expect(warm.score).toBe(first.score);
    expect(fresh.score).toBe(first.score);
  },
);

test('predictions that are no numbers fail the fold with the reason', async () => {
  const what = task('not-a-number');
  await expect(run(what)).rejects.toThrow(new NotFiniteError('prediction 0 is NaN'));
  expect(existsSync(what.outFolder)).toBe(false);
});

test('a lack of memory is known by the words of TensorFlow; half the batch fits and says so', async () => {
  await expect(run(task('hungry'))).rejects.toThrow(OutOfMemoryError);
  const { note } = await run({ ...task('hungry'), halfBatch: true });
  expect(note).toBe('trained with batch 32 in place of 64 after running out of memory');
});

test('a native crash is told from a failed fit, and the slot works on', async () => {
  await expect(run(task('crash'))).rejects.toThrow(TrainerLostError);
  await expect(run(task('idle'))).resolves.toBeDefined();
});

test('a fit that never yields is ended at its deadline', async () => {
  const begun = Date.now();
  await expect(run(task('hang'), { withinMs: 1500 })).rejects.toThrow(OutOfTimeError);
  expect(Date.now() - begun).toBeLessThan(4000);
  expect(pool.busy).toBe(0);
});

test('a fit that takes longer than its limit is told from one that met the end of the run', async () => {
  const running = pool.run(task('hang'), {
    signal: new AbortController().signal,
    deadlineMs: Infinity,
    timeLimitMs: 1000,
    progress: () => undefined,
  });
  await expect(running).rejects.toThrow(
    new HungError('it took longer than its limit of 1 s and told nothing in the last 1 s'),
  );
});

test('a fit that ignores cancellation is ended with its process', async () => {
  const controller = new AbortController();
  const running = run(task('deaf'), { signal: controller.signal });
  setTimeout(() => {
    controller.abort(new Error('cancelled'));
  }, 800);
  await expect(running).rejects.toThrow('cancelled');
  expect(pool.busy).toBe(0);
});

test('a fit that takes too much memory is ended and said so', async () => {
  await expect(run(task('leak'))).rejects.toThrow(OutOfMemoryError);
});

test('no more trainers than slots work at a time, and all get their turn', async () => {
  const busy: number[] = [];
  const watch = setInterval(() => busy.push(pool.busy), 5);
  await Promise.all(Array.from({ length: 8 }, () => run(task('idle'))));
  clearInterval(watch);
  expect(Math.max(...busy)).toBe(2);
  expect(pool.busy).toBe(0);
});

test('one that waits for a slot can leave', async () => {
  const running = [run(task('deaf'), { withinMs: 2000 }), run(task('deaf'), { withinMs: 2000 })];
  const controller = new AbortController();
  const waiting = run(task('idle'), { signal: controller.signal });
  controller.abort(new Error('no more'));
  await expect(waiting).rejects.toThrow('no more');
  expect(await Promise.allSettled(running)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  await expect(run(task('idle'))).resolves.toBeDefined();
});
