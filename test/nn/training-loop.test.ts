import { expect, test, vi } from 'vitest';
import { seededRandom } from '../../src/domain/seeded-random.js';
import type { ResidualNetworkShape } from '../../src/nn/residual-network.js';
import { tf } from '../../src/nn/tensorflow.js';
import { restoreNetwork, trainNetwork, type Rows } from '../../src/nn/trained-network.js';
import type { TrainingOptions } from '../../src/nn/training-loop.js';

vi.hoisted(() => {
  process.env['TF_NUM_INTRAOP_THREADS'] = '1';
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
});

const shape: ResidualNetworkShape = {
  inputs: 2,
  outputs: 1,
  blocks: 2,
  width: 16,
  activation: 'relu',
  dropoutRate: 0.1,
  seed: 4,
};

function options(changes: Partial<TrainingOptions> = {}): TrainingOptions {
  return {
    loss: 'sigmoid',
    epochs: 12,
    batchRows: 32,
    learningRate: 0.01,
    weightDecay: 0.01,
    patienceEpochs: 12,
    seed: 4,
    signal: new AbortController().signal,
    progress: () => undefined,
    ...changes,
  };
}

/** Class 1 where exactly one of two numbers is positive: no linear model finds it. */
function exclusiveOr(rows: number, seed: number): Rows {
  const random = seededRandom('exclusive or', seed);
  const x = Float32Array.from({ length: 2 * rows }, () => random.normal());
  return { x, y: Float32Array.from({ length: rows }, (_, i) => Number(x[2 * i]! > 0 !== x[2 * i + 1]! > 0)) };
}

const training = exclusiveOr(512, 1);
const held = exclusiveOr(128, 2);
const unseen = exclusiveOr(500, 3);

test('learns exclusive or; predictions do not change by keeping and restoring the values', async () => {
  const trained = await trainNetwork(shape, training, held, options());
  const logits = await trained.predict(unseen.x);
  const right = unseen.y.filter((y, i) => logits[i]! > 0 === (y === 1)).length;
  expect(right / unseen.y.length).toBeGreaterThan(0.93);
  const restored = restoreNetwork(shape, trained.values);
  expect(await restored.predict(unseen.x)).toEqual(logits);
  expect(() => restoreNetwork(shape, trained.values.slice(1))).toThrow('values, not');
  restored.dispose();
  trained.dispose();
});

test('same seed, same bits; another seed, other weights', async () => {
  const values = async (seed: number): Promise<Float32Array> => {
    const trained = await trainNetwork(shape, training, held, options({ seed, epochs: 3 }));
    trained.dispose();
    return trained.values;
  };
  const first = await values(1);
  expect(await values(1)).toEqual(first);
  expect(await values(2)).not.toEqual(first);
});

test('leaves no tensors behind', async () => {
  const before = tf.memory().numTensors;
  const trained = await trainNetwork(shape, training, held, options({ epochs: 2 }));
  await trained.predict(unseen.x);
  trained.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('stops when validation no longer improves, and says where it is', async () => {
  const notes = new Set<string>();
  const noise: Rows = { x: held.x, y: held.y.map((y) => 1 - y) };
  const started = performance.now();
  const long = options({ epochs: 400, patienceEpochs: 3, progress: (_, note) => notes.add(note) });
  (await trainNetwork(shape, training, noise, long)).dispose();
  expect([...notes][0]).toBe('epoch 1/400');
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('without validation rows all epochs run', async () => {
  const trained = await trainNetwork(shape, training, null, options({ patienceEpochs: 1 }));
  const logits = await trained.predict(unseen.x);
  trained.dispose();
  expect(unseen.y.filter((y, i) => logits[i]! > 0 === (y === 1)).length).toBeGreaterThan(440);
});

test('ends with the reason of the abort soon after it, tensors freed', async () => {
  const before = tf.memory().numTensors;
  const cancellation = new AbortController();
  const running = trainNetwork(shape, training, held, options({ epochs: 5000, signal: cancellation.signal }));
  const ended = expect(running).rejects.toThrow('enough');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const abortedAt = performance.now();
  cancellation.abort(new Error('enough'));
  await ended;
  expect(performance.now() - abortedAt).toBeLessThan(1000);
  expect(tf.memory().numTensors).toBe(before);
});

test('a loss that is no number any more ends the training with its epoch', async () => {
  const before = tf.memory().numTensors;
  const broken = { x: training.x, y: training.y.map((y, i) => (i === 7 ? NaN : y)) };
  await expect(trainNetwork(shape, broken, held, options())).rejects.toThrow(
    'training diverged: loss is NaN at epoch 1',
  );
  expect(tf.memory().numTensors).toBe(before);
});
