import { expect, test, vi } from 'vitest';
import type { FitCheckpoint } from '../../src/domain/fit-checkpoint.js';
import { seededRandom } from '../../src/domain/seeded-random.js';
import type { ResidualNetworkShape } from '../../src/nn/residual-network.js';
import { tf } from '../../src/nn/tensorflow.js';
import { trainNetwork, type Rows } from '../../src/nn/trained-network.js';
import type { TrainingOptions } from '../../src/nn/training-loop.js';

vi.hoisted(() => {
  process.env['TF_NUM_INTRAOP_THREADS'] = '1';
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
});

const shape: ResidualNetworkShape = {
  ...{ inputs: 3, outputs: 1, blocks: 1, width: 8 },
  ...{ activation: 'silu', dropoutRate: 0.3, seed: 4 },
};

const options: TrainingOptions = {
  ...{ loss: 'squared', epochs: 20, batchRows: 16, learningRate: 0.05, weightDecay: 0.01 },
  ...{ patienceEpochs: 3, seed: 4, signal: new AbortController().signal, progress: () => undefined },
};
const stepsAnEpoch = 5;

function noisyRows(rows: number, seed: number): Rows {
  const random = seededRandom('noisy rows', seed);
  const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  return { x: draw(3 * rows), y: draw(rows) };
}

const training = noisyRows(stepsAnEpoch * 16 + 3, 1);
const held = noisyRows(20, 2);

/** Keeps what it is given in memory and ends the training at its `last`-th write. */
function interruptedAt(last: number): FitCheckpoint & { readonly written: Uint8Array[] } {
  const written: Uint8Array[] = [];
  return {
    written,
    read: () => Promise.resolve(null),
    isDue: () => true,
    write(state) {
      written.push(Uint8Array.from(state));
      return written.length === last ? Promise.reject(new Error('killed')) : Promise.resolve();
    },
  };
}

async function trained(validation: Rows | null, checkpoint?: FitCheckpoint): Promise<Float32Array> {
  const network = await trainNetwork(shape, training, validation, { ...options, checkpoint });
  network.dispose();
  return network.values;
}

test.each([
  ['with validation rows and early stopping', held],
  ['without validation rows', null],
])('interrupted after any step and begun again, it ends with the same bits: %s', async (_, validation) => {
  const before = tf.memory().numTensors;
  const whole = await trained(validation);
  // The best epoch of the first case is the fifth: the last interruption comes after it.
  for (const last of [1, stepsAnEpoch - 1, stepsAnEpoch, stepsAnEpoch + 1, 14, 32]) {
    const first = interruptedAt(last);
    await expect(trained(validation, first)).rejects.toThrow('killed');
    const state = first.written.at(-1) ?? null;
    const second = { ...interruptedAt(Infinity), read: () => Promise.resolve(state) };
    expect(await trained(validation, second)).toEqual(whole);
    expect(second.written[0]).not.toEqual(first.written[0]);
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('a state of another network is not taken', async () => {
  const first = interruptedAt(3);
  await expect(trained(held, first)).rejects.toThrow('killed');
  const checkpoint = { ...interruptedAt(Infinity), read: () => Promise.resolve(first.written[2] ?? null) };
  const wider = { ...shape, width: 16 };
  const values = async (given: TrainingOptions): Promise<Float32Array> => {
    const network = await trainNetwork(wider, training, held, given);
    network.dispose();
    return network.values;
  };
  expect(await values({ ...options, checkpoint })).toEqual(await values(options));
});
