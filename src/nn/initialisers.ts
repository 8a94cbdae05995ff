import type { Random } from '../domain/seeded-random.js';

export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

/** He et al. 2015, "Delving Deep into Rectifiers": normal with variance 2 / inputs. */
export const heNormal: Initialiser = (shape, random) => {
  const deviation = Math.sqrt(2 / (shape[0] ?? 1));
  return fill(shape, () => deviation * random.normal());
};

/** Glorot & Bengio 2010: uniform within ±√(6 / (inputs + outputs)). */
export const glorotUniform: Initialiser = (shape, random) => {
  const limit = Math.sqrt(6 / ((shape[0] ?? 1) + (shape[1] ?? 1)));
  return fill(shape, () => limit * (2 * random.next() - 1));
};

export const zeros: Initialiser = (shape) => fill(shape, () => 0);
export const ones: Initialiser = (shape) => fill(shape, () => 1);

function fill(shape: readonly number[], value: () => number): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value);
}
