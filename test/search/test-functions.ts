import type { Parameters, SearchSpace } from '../../src/domain/search-space.js';

export interface TestFunction {
  readonly space: SearchSpace;
  readonly loss: (parameters: Parameters) => number;
}

/** Synthetic functions with known optima, and two spaces with every kind of parameter. */
export const testFunctions: Readonly<Record<string, TestFunction>> = {
  branin: onBox(
    [
      [-5, 10],
      [0, 15],
    ],
    ([x = NaN, y = NaN]) => {
      const curve = y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6;
      return curve ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
    },
  ),
  'hartmann-6': onBox(
    Array.from({ length: 6 }, () => [0, 1]),
    hartmann,
  ),
  'sphere-5': onBox(five(5), (x) => sum(x, (v) => v * v)),
  'rosenbrock-5': onBox(five(5), (x) =>
    sum(x.slice(1), (next, i) => 100 * (next - (x[i] as number) ** 2) ** 2 + (1 - (x[i] as number)) ** 2),
  ),
  'ackley-5': onBox(
    five(32.768),
    (x) =>
      20 -
      20 * Math.exp(-0.2 * Math.sqrt(sum(x, (v) => v * v) / 5)) +
      Math.E -
      Math.exp(sum(x, (v) => Math.cos(2 * Math.PI * v)) / 5),
  ),
  'rastrigin-5': onBox(five(5.12), (x) => 50 + sum(x, (v) => v * v - 10 * Math.cos(2 * Math.PI * v))),
  'styblinski-5': onBox(five(5), (x) => sum(x, (v) => v ** 4 - 16 * v * v + 5 * v) / 2),
  mixed: {
    space: {
      rate: { kind: 'float', low: 1e-5, high: 1, log: true },
      rounds: { kind: 'int', low: 8, high: 512, log: true },
      depth: { kind: 'int', low: 1, high: 20 },
      share: { kind: 'float', low: 0, high: 1, step: 0.05 },
      loss: { kind: 'categorical', choices: ['p', 'q', 'r', 's'] },
    },
    loss: ({ rate, rounds, depth, share, loss }) =>
      (Math.log10(Number(rate)) + 2.5) ** 2 +
      (Math.log2(Number(rounds)) - 6) ** 2 / 3 +
      ((Number(depth) - 7) / 4) ** 2 +
      4 * (Number(share) - 0.3) ** 2 +
      ({ p: 0, q: 1.5, r: 0.6, s: 3 }[String(loss)] ?? NaN),
  },
  conditional: {
    space: {
      model: { kind: 'categorical', choices: ['linear', 'kernel', 'net'] },
      penalty: {
        kind: 'float',
        low: 1e-4,
        high: 1e3,
        log: true,
        when: { parameter: 'model', in: ['linear', 'kernel'] },
      },
      kernel: { kind: 'categorical', choices: ['rbf', 'poly'], when: { parameter: 'model', in: ['kernel'] } },
      gamma: { kind: 'float', low: 1e-4, high: 10, log: true, when: { parameter: 'kernel', in: ['rbf'] } },
      width: { kind: 'int', low: 8, high: 256, log: true, when: { parameter: 'model', in: ['net'] } },
      rate: { kind: 'float', low: 1e-5, high: 1, log: true, when: { parameter: 'model', in: ['net'] } },
      dropout: { kind: 'float', low: 0, high: 0.6, when: { parameter: 'model', in: ['net'] } },
    },
    loss: ({ model, penalty, kernel, gamma, width, rate, dropout }) => {
      const far = 0.15 * (Math.log10(Number(penalty)) - 1) ** 2;
      if (model === 'linear') return 1 + far;
      if (model === 'kernel')
        return 0.6 + far + (kernel === 'rbf' ? (Math.log10(Number(gamma)) + 2) ** 2 / 3 : 0.4);
      const off = 0.5 * (Math.log10(Number(rate)) + 2.7) ** 2 + 0.2 * (Math.log2(Number(width)) - 6) ** 2;
      return 0.2 + off + 3 * (Number(dropout) - 0.25) ** 2;
    },
  },
};

function hartmann(x: readonly number[]): number {
  const scales = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ];
  const centres = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ];
  const heights = [1, 1.2, 3, 3.2];
  const distance = (peak: number): number =>
    sum(x, (v, i) => (scales[peak]?.[i] as number) * (v - (centres[peak]?.[i] as number) / 1e4) ** 2);
  return -sum(heights, (height, peak) => height * Math.exp(-distance(peak)));
}

function five(half: number): [number, number][] {
  return Array.from({ length: 5 }, () => [-half, half]);
}

function onBox(bounds: readonly (readonly number[])[], f: (x: readonly number[]) => number): TestFunction {
  const space = Object.fromEntries(
    bounds.map(([low = NaN, high = NaN], i) => [`x${i}`, { kind: 'float' as const, low, high }]),
  );
  return { space, loss: (parameters) => f(Object.keys(space).map((name) => Number(parameters[name]))) };
}

function sum(values: readonly number[], term: (value: number, index: number) => number): number {
  return values.reduce((total, value, i) => total + term(value, i), 0);
}
