import { expect } from 'vitest';
import type { Pass } from '../../src/nn/layer.js';
import { lookUp } from '../../src/nn/network.js';
import { tf, type Tensor } from '../../src/nn/tensorflow.js';

/** Compares element by element, relative to the largest number of the expected ones. */
export function expectClose(actual: Tensor, expected: readonly number[], tolerance = 1e-5): void {
  const numbers = actual.dataSync();
  expect(numbers.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(Math.abs((numbers[i] ?? NaN) - value), `element ${i}`).toBeLessThan(tolerance * scale);
  }
}

/** A pass in training mode that records what layers observe. */
export function trainingPass(values: ReadonlyMap<string, Tensor>, step = 1) {
  const observed = new Map<string, Tensor>();
  const pass: Pass = {
    training: true,
    value: lookUp(values),
    observe: (name, value) => observed.set(name, value),
    step: tf.scalar(step, 'int32'),
  };
  return { pass, observed };
}
