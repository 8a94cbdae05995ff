import { expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/seeded-random.js';
import { flatVariables } from '../../src/nn/flat-variables.js';
import { glorotUniform, heNormal } from '../../src/nn/initialisers.js';
import { residualNetwork } from '../../src/nn/residual-network.js';
import { tf } from '../../src/nn/tensorflow.js';

const meanSquare = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value ** 2, 0) / values.length;

test('He: variance 2 / inputs; Glorot: 2 / (inputs + outputs), within its limit', () => {
  const he = heNormal([200, 100], seededRandom('he'));
  expect(meanSquare(he) / (2 / 200)).toBeCloseTo(1, 1);
  const glorot = glorotUniform([200, 100], seededRandom('glorot'));
  expect(meanSquare(glorot) / (2 / 300)).toBeCloseTo(1, 1);
  expect(Math.max(...glorot.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(6 / 300));
});

test('first values depend on seed and name: another block leaves the others alone', () => {
  const variables = (blocks: number) => {
    const shape = { inputs: 3, outputs: 1, blocks, width: 4, activation: 'relu', dropoutRate: 0 } as const;
    return flatVariables(residualNetwork({ ...shape, seed: 5 }).variables);
  };
  const kernel = (blocks: number, seed: number): number[] => {
    const flat = variables(blocks);
    return [
      ...flat
        .split(tf.tensor1d(flat.initial(seed)))
        .get('head/kernel')!
        .dataSync(),
    ];
  };
  expect(kernel(2, 1)).toEqual(kernel(1, 1));
  expect(kernel(1, 2)).not.toEqual(kernel(1, 1));
});

test('join reverses split', () => {
  const flat = flatVariables(
    [
      { name: 'a', shape: [2, 3] },
      { name: 'b', shape: [1] },
      { name: 'c', shape: [4] },
    ].map((each) => ({ ...each, role: 'kernel', initial: () => new Float32Array(6) })),
  );
  const values = tf.range(0, 11);
  const parts = flat.split(values);
  expect(parts.get('a')!.shape).toEqual([2, 3]);
  expect([...parts.get('b')!.dataSync()]).toEqual([6]);
  expect([...flat.join(parts).dataSync()]).toEqual([...values.dataSync()]);
  parts.delete('b');
  expect(() => flat.join(parts)).toThrow('no value for the variable b');
});
