import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readDataset } from '../../src/data/dataset-file.js';
import { readCheckpoint, readCheckpointHead } from '../../src/trainer/checkpoint-file.js';
import { fitFingerprint } from '../../src/trainer/fit-fingerprint.js';
import type { FitFoldTask, FittedFold } from '../../src/trainer/protocol.js';
import { startTrainer, type TaskOptions, type Trainer } from '../../src/trainer/trainer.js';
import { writeSmallDataset } from './small-dataset.js';

let folder: string;
let uninterrupted: readonly Buffer[];
const trainers: Trainer[] = [];
beforeAll(async () => {
  folder = await writeSmallDataset();
  const task = fit('whole', 1);
  expect((await run(task)).note).toBeNull();
  uninterrupted = await predictions(task);
}, 60_000);
afterEach(() => Promise.all(trainers.splice(0).map((trainer) => trainer.end())));
afterAll(() => rm(folder, { recursive: true }));

const epochs = 1000;

/** A fit of some seconds; attempts at the fit of one `name` share their checkpoint. */
function fit(name: string, attempt: number, changes: Partial<FitFoldTask> = {}, everyMs = 200): FitFoldTask {
  return {
    kind: 'fit-fold',
    datasetFolder: join(folder, 'dataset'),
    family: 'residual-mlp',
    parameters: {
      ...{ blocks: 2, width: 32, activation: 'silu', dropout: 0.3, learning_rate: 0.01 },
      ...{ weight_decay: 1, epochs, numeric: 'standard' },
    },
    ...{ seed: 1, fold: 0, metric: 'log-loss', threads: 1, halfBatch: false },
    checkpoint: { folder: join(folder, name), attempt, everyMs },
    outFolder: join(folder, `${name}-${String(attempt)}`),
    ...changes,
  };
}

function begin(
  task: FitFoldTask,
  options: Partial<TaskOptions> = {},
): { readonly trainer: Trainer; readonly result: Promise<FittedFold> } {
  const trainer = startTrainer({ threads: 1, memoryBytes: 2 ** 31 });
  trainers.push(trainer);
  const { signal } = new AbortController();
  const result = trainer.run(task, { signal, deadlineMs: Infinity, progress: () => undefined, ...options });
  return { trainer, result };
}

function run(task: FitFoldTask): Promise<FittedFold> {
  return begin(task).result;
}

function predictions({ outFolder }: FitFoldTask): Promise<readonly Buffer[]> {
  return Promise.all(['oof.bin', 'test.bin'].map((file) => readFile(join(outFolder, file))));
}

function stateFile({ checkpoint }: FitFoldTask): string {
  return join(checkpoint?.folder ?? '', 'state.bin');
}

/** Begins a fit, waits for its first checkpoint, and kills the trainer with SIGKILL. */
async function killed(name: string): Promise<FitFoldTask> {
  const task = fit(name, 1);
  const { trainer, result } = begin(task);
  const lost = expect(result).rejects.toThrow('signal SIGKILL');
  while (!existsSync(stateFile(task))) await sleep(5);
  process.kill(trainer.pid, 'SIGKILL');
  await lost;
  return task;
}

test('a fit whose trainer was killed goes on where it was and predicts the same, byte for byte', async () => {
  const first = await killed('killed');
  const kept = await readCheckpointHead(stateFile(first));
  expect(kept?.attempt).toBe(1);
  const second = fit('killed', 2, {}, 1e9);
  const { note, seconds } = await run(second);
  expect(note).toBe(`went on from ${String(kept?.note)} of attempt 1`);
  expect(note).toMatch(/ epoch \d+\/1000 /);
  expect(seconds).toBeGreaterThan(kept?.seconds ?? NaN);
  expect(await predictions(second)).toEqual(uninterrupted);
}, 60_000);

test('asked to leave, it writes a checkpoint that was not due for long, and is gone', async () => {
  const controller = new AbortController();
  const task = fit('left', 1, {}, 1e9);
  const notes: string[] = [];
  const { trainer, result } = begin(task, {
    signal: controller.signal,
    leaveWithinMs: () => 5_000,
    progress: (_, note) => {
      notes.push(note);
      if (notes.length === 2) controller.abort(new Error('the worker ends'));
    },
  });
  await expect(result).rejects.toThrow('the worker ends');
  expect(existsSync(`/proc/${String(trainer.pid)}`)).toBe(false);
  const again = fit('left', 2, {}, 1e9);
  expect((await run(again)).note).toContain('went on from epoch');
  expect(await predictions(again)).toEqual(uninterrupted);
}, 60_000);

test('a checkpoint that is torn or of another fit is not read, and does not harm the fit', async () => {
  const task = await killed('torn');
  const file = stateFile(task);
  const whole = await readFile(file);
  const { fingerprint = '' } = (await readCheckpointHead(file)) ?? {};
  expect((await readCheckpoint(file, fingerprint))?.head.attempt).toBe(1);
  expect(await readCheckpoint(file, 'another')).toBeNull();
  expect(await readCheckpoint(`${file}.absent`, fingerprint)).toBeNull();
  const oneBit = Buffer.concat([whole.subarray(0, -1), Buffer.of((whole.at(-1) ?? 0) ^ 1)]);
  for (const torn of [whole.subarray(0, -100), whole.subarray(0, 20), Buffer.alloc(0), oneBit]) {
    await writeFile(file, torn);
    expect(await readCheckpoint(file, fingerprint)).toBeNull();
  }
  const second = fit('torn', 2, {}, 1e9);
  expect((await run(second)).note).toBeNull();
  expect(await predictions(second)).toEqual(uninterrupted);
}, 60_000);

test('the fingerprint tells fits apart by all that their models depend on', async () => {
  const dataset = await readDataset(join(folder, 'dataset'));
  const other = await readDataset(join(folder, 'dataset'));
  other.target[0] = 1 - (other.target[0] ?? 0);
  const task = fit('any', 1);
  const prints = [
    fitFingerprint(task, null, dataset),
    fitFingerprint(task, null, other),
    fitFingerprint(task, 32, dataset),
    ...[{ seed: 2 }, { fold: 1 }, { parameters: {} }, { threads: 2 }, { family: 'linear' }].map((changes) =>
      fitFingerprint({ ...task, ...changes }, null, dataset),
    ),
  ];
  expect(new Set(prints).size).toBe(prints.length);
  expect(fitFingerprint(fit('another', 2), null, dataset)).toBe(prints[0]);
});

test('an attempt that was given up does not write over the state of a newer one', async () => {
  const file = stateFile(await killed('stale'));
  const head = { ...(await readCheckpointHead(file)), attempt: 3 };
  await writeFile(file, `${JSON.stringify(head)}\n`);
  await run(fit('stale', 2, {}, 20));
  expect(await readCheckpointHead(file)).toEqual(head);
}, 60_000);
