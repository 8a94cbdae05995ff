import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Numbers computed with PyTorch; matrices are row-major. */
export interface NnReference {
  readonly batchNormalisation: Readonly<Record<BatchNormalisationKey, number[]>>;
  readonly adamW: {
    readonly weights: number[];
    readonly decay: number[];
    readonly gradients: number[][];
    readonly rates: number[];
    readonly after: number[][];
  };
  readonly losses: Readonly<Record<'sigmoid' | 'softmax' | 'squared' | 'absolute', LossCase>>;
  readonly network: {
    readonly x: number[]; // [8 × 3]
    readonly target: number[]; // [8 × 2]
    readonly parameters: Readonly<Record<string, number[]>>;
    readonly activations: Readonly<Record<'relu' | 'silu' | 'elu', NetworkCase>>;
  };
}

export interface LossCase {
  readonly output: number[];
  readonly target: number[];
  readonly loss: number;
  readonly gradient: number[];
}

export interface NetworkCase {
  readonly output: number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, number[]>>;
}

type BatchNormalisationKey =
  | 'x'
  | 'gamma'
  | 'beta'
  | 'weights'
  | 'training'
  | 'dx'
  | 'dGamma'
  | 'dBeta'
  | 'batchMean'
  | 'batchVariance'
  | 'movingMean'
  | 'movingVariance'
  | 'inference';

export const reference = JSON.parse(
  readFileSync(fileURLToPath(new URL('../reference/nn.json', import.meta.url)), 'utf8'),
) as NnReference;
