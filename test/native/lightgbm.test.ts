import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  boosterFromText,
  createBooster,
  createDataset,
  lightgbmObjectsAlive,
  type LightgbmParameters,
  type LightgbmRows,
} from '../../src/native/lightgbm.js';
import { packageRoot } from '../../src/package-root.js';

interface Reference {
  readonly rows: number;
  readonly fitRows: number;
  readonly columns: number;
  readonly categorical: readonly number[];
  readonly x: readonly (number | null)[]; // [rows × columns]
  readonly rounds: number;
  readonly common: LightgbmParameters;
  readonly cases: readonly {
    readonly task: string;
    readonly label: readonly number[]; // [rows]
    readonly parameters: LightgbmParameters;
    readonly prediction: readonly number[]; // [rows × outputs]
    readonly evaluation: readonly number[]; // [rounds]
  }[];
}

const file = join(packageRoot, 'test', 'reference', 'lightgbm.json');
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
const { rows, fitRows, columns, rounds } = reference;
const values = Float64Array.from(reference.x, (x) => x ?? NaN);
const all: LightgbmRows = { rows, columns, values };
const fit: LightgbmRows = { rows: fitRows, columns, values: values.slice(0, fitRows * columns) };
const held: LightgbmRows = { rows: rows - fitRows, columns, values: values.slice(fitRows * columns) };

describe.each(reference.cases)('$task', ({ label, parameters, prediction, evaluation }) => {
  test('trains, evaluates and predicts as the Python package does', () => {
    const settings = {
      ...reference.common,
      ...parameters,
      categorical_feature: reference.categorical.join(),
    };
    const training = createDataset(fit, Float32Array.from(label.slice(0, fitRows)), settings);
    const validation = createDataset(held, Float32Array.from(label.slice(fitRows)), settings, training);
    const booster = createBooster(training, settings);
    booster.addValidation(validation);
    const losses: number[] = [];
    for (let round = 0; round < rounds; round++) {
      expect(booster.update()).toBe(true);
      losses.push(booster.evaluate());
    }
    const own = booster.predict(all, 1);
    expectClose(own, prediction);
    expectClose(losses, evaluation);

    const restored = boosterFromText(booster.toText(rounds));
    const early = boosterFromText(booster.toText(3));
    expect(restored.predict(all, 2)).toEqual(own);
    expect(early.predict(all, 1)).not.toEqual(own);
    for (const native of [restored, early, booster, validation, training]) native.free();
    expect(lightgbmObjectsAlive()).toBe(0);
  });
});

test('says what the library says went wrong', () => {
  const labels = new Float32Array(fitRows);
  expect(() => createDataset(fit, labels, { max_bin: 0 })).toThrow(/max_bin/);
  const training = createDataset(fit, labels, {});
  expect(() => createBooster(training, { objective: 'nonsense' })).toThrow(/Unknown objective.*nonsense/);
  training.free();
  expect(() => boosterFromText('no model')).toThrow(/LightGBM: /);
  expect(lightgbmObjectsAlive()).toBe(0);
});

test('refuses arrays that the library would read past', () => {
  const labels = new Float32Array(fitRows);
  expect(() => createDataset({ ...fit, rows: fitRows + 1 }, labels, {})).toThrow(/values for 91 rows/);
  expect(() => createDataset(fit, labels.slice(1), {})).toThrow('89 labels for 90 rows');
});

test('rows of the wrong width and freed models are refused; freeing twice is harmless', () => {
  const training = createDataset(fit, Float32Array.from(reference.cases[0]!.label.slice(0, fitRows)), {});
  const booster = createBooster(training, { objective: 'binary' });
  booster.update();
  expect(() => booster.predict({ rows: 1, columns: 2, values: new Float64Array(2) }, 1)).toThrow(/features/);
  booster.free();
  booster.free();
  training.free();
  expect(() => booster.predict(all, 1)).toThrow('was freed');
  expect(lightgbmObjectsAlive()).toBe(0);
});

function expectClose(given: ArrayLike<number>, expected: readonly number[]): void {
  expect(given.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(given[i]).toBeCloseTo(value, 9);
}
