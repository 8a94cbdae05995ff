import { seededRandom } from '../domain/seeded-random.js';
import type { VariableDeclaration } from './layer.js';
import { tf, type Tensor, type Tensor1D } from './tensorflow.js';

/**
 * Variables laid end to end in one vector. The optimiser then takes a dozen operations a step however many
 * layers there are, a copy of the model is one tensor, and a file of weights one array.
 */
export interface FlatVariables {
  readonly length: number;
  readonly declarations: readonly VariableDeclaration[];
  /** First values; each variable has its own random stream, so adding a layer changes no other. */
  initial(seed: number): Float32Array; // [length]
  /** Views by name; differentiable. */
  split(flat: Tensor): Map<string, Tensor>;
  /** The reverse of `split`; @throws Error when a variable is absent */
  join(values: ReadonlyMap<string, Tensor>): Tensor1D; // [length]
}

export function flatVariables(declarations: readonly VariableDeclaration[]): FlatVariables {
  const sizes = declarations.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const length = sizes.reduce((a, b) => a + b, 0);
  return {
    length,
    declarations,
    initial(seed) {
      const flat = new Float32Array(length);
      let at = 0;
      for (const [i, { name, initial }] of declarations.entries()) {
        flat.set(initial(seededRandom(seed, name)), at);
        at += sizes[i] ?? 0;
      }
      return flat;
    },
    split(flat) {
      if (declarations.length === 0) return new Map();
      const parts = tf.split(flat, sizes);
      return new Map(
        declarations.map(({ name, shape }, i) => {
          const part = parts[i] as Tensor;
          return [name, shape.length === 1 ? part : tf.reshape(part, [...shape])];
        }),
      );
    },
    join(values) {
      if (declarations.length === 0) return tf.tensor1d([]);
      return tf.concat1d(
        declarations.map(({ name }) => {
          const value = values.get(name);
          if (value === undefined) throw new Error(`no value for the variable ${name}`);
          return (value.rank === 1 ? value : tf.reshape(value, [-1])) as Tensor1D;
        }),
      );
    },
  };
}
