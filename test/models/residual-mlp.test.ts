import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parameterProblems } from '../../src/domain/search-space.js';
import type { Parameters } from '../../src/domain/search-space.js';
import type { FitRequest } from '../../src/models/model-family.js';
import { residualMlp } from '../../src/models/residual-mlp.js';
import { toy, type Toy } from '../contracts/toy-tables.js';

const training = toy('regression', 300, 1);
const unseen = toy('regression', 100, 2);

function request(given: Toy, changes: Parameters = {}): FitRequest {
  return {
    task: given.profile.task,
    outputs: given.outputs,
    table: given.table,
    target: given.target,
    loss: 'squared',
    parameters: { ...residualMlp.portfolio(given.profile)[0], epochs: 10, ...changes },
    seed: 1,
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

test('TensorFlow is not loaded before the first fit', async () => {
  const { createRequire } = await import('node:module');
  const { cache } = createRequire(import.meta.url);
  expect(Object.keys(cache).filter((file) => file.includes('tfjs-node-gpu'))).toEqual([]);
  (await residualMlp.fit(request(training))).dispose();
  expect(Object.keys(cache).some((file) => file.includes('tfjs-node-gpu'))).toBe(true);
});

test('no tensors are left after fit, predict, save, load and dispose', async () => {
  const { tf } = await import('../../src/nn/tensorflow.js');
  const before = tf.memory().numTensors;
  const folder = await mkdtemp(join(tmpdir(), 'podium-residual-mlp-'));
  const model = await residualMlp.fit(request(training));
  await model.predict(unseen.table);
  await model.save(folder);
  const loaded = await residualMlp.load(folder);
  await loaded.predict(unseen.table);
  expect((await readdir(folder)).sort()).toEqual(['frame.json', 'weights.bin']);
  loaded.dispose();
  model.dispose();
  await rm(folder, { recursive: true });
  expect(tf.memory().numTensors).toBe(before);
});

test('predictions stay within the training range', async () => {
  const model = await residualMlp.fit(request(training));
  const predictions = await model.predict(unseen.table);
  model.dispose();
  expect(Math.min(...predictions)).toBeGreaterThanOrEqual(Math.min(...training.target));
  expect(Math.max(...predictions)).toBeLessThanOrEqual(Math.max(...training.target));
});

test.each([{ activation: 'silu' }, { activation: 'elu' }, { dropout: 0.5 }, { blocks: 4 }])(
  'every setting has an effect: %o',
  async (changes) => {
    const predict = async (parameters: Parameters): Promise<Float64Array> => {
      const model = await residualMlp.fit(request(training, { epochs: 10, ...parameters }));
      const predictions = await model.predict(unseen.table);
      model.dispose();
      return predictions;
    };
    expect(
      parameterProblems(residualMlp.space(training.profile), request(training, changes).parameters),
    ).toEqual([]);
    expect(await predict(changes)).not.toEqual(await predict({}));
  },
);

test('says which parameter is missing', async () => {
  await expect(residualMlp.fit({ ...request(training), parameters: {} })).rejects.toThrow('activation');
});
