import type { TaskKind } from '../domain/competition.js';
import type { LossName } from './losses.js';

/** How targets become what a network is trained on, and its output becomes predictions. Plain data. */
export interface TargetCoding {
  readonly task: TaskKind;
  readonly outputs: number;
  /** Mean and deviation of the training values; 0 and 1 for classes. */
  readonly mean: number;
  readonly deviation: number;
  /** Range of the training values: predictions stay inside. */
  readonly low: number;
  readonly high: number;
}

export function fitTargetCoding(task: TaskKind, outputs: number, target: Float64Array): TargetCoding {
  if (task !== 'regression') return { task, outputs, mean: 0, deviation: 1, low: 0, high: 1 };
  const mean = target.reduce((sum, y) => sum + y / target.length, 0);
  const variance = target.reduce((sum, y) => sum + (y - mean) ** 2 / target.length, 0);
  const low = target.reduce((a, b) => Math.min(a, b), Infinity);
  const high = target.reduce((a, b) => Math.max(a, b), -Infinity);
  return { task, outputs, mean, deviation: Math.sqrt(variance) || 1, low, high };
}

/** 0 or 1 for two classes, an indicator for each of several, standardised values for regression. */
export function encodeTarget({ task, outputs, mean, deviation }: TargetCoding, target: Float64Array) {
  const coded = new Float32Array(target.length * outputs);
  for (const [row, y] of target.entries()) {
    if (task === 'multiclass') coded[row * outputs + y] = 1;
    else coded[row] = (y - mean) / deviation;
  }
  return coded; // [rows × outputs]
}

/** Turns the network's output into probabilities or values, as FittedModel.predict promises them. */
export function decodeOutput(coding: TargetCoding, output: Float32Array): Float64Array {
  const { task, outputs, mean, deviation, low, high } = coding;
  if (task === 'binary') return Float64Array.from(output, (x) => 1 / (1 + Math.exp(-x)));
  if (task === 'regression') {
    return Float64Array.from(output, (x) => Math.min(high, Math.max(low, x * deviation + mean)));
  }
  const result = Float64Array.from(output);
  for (let row = 0; row < result.length; row += outputs) {
    const logits = result.subarray(row, row + outputs);
    const top = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = logits.reduce((total, x) => total + Math.exp(x - top), 0);
    for (const [i, x] of logits.entries()) logits[i] = Math.exp(x - top) / sum;
  }
  return result; // [rows × outputs]
}

export function trainingLoss(task: TaskKind, absolute: boolean): LossName {
  if (task === 'binary') return 'sigmoid';
  if (task === 'multiclass') return 'softmax';
  return absolute ? 'absolute' : 'squared';
}
