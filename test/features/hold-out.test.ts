import { describe, expect, test } from 'vitest';
import { holdOuts, holdOutShare } from '../../src/features/hold-out.js';

const classes = Float64Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 1 : 0));

test('the share falls from a fifth to a hundredth', () => {
  expect([100, 2500, 4000, 10_000, 1e6].map(holdOutShare)).toEqual([0.2, 0.2, 0.125, 0.1, 0.01]);
});

test('both parts have the classes in their proportion', () => {
  for (const { fit, held } of holdOuts(classes, 0.2, 3, 1)) {
    expect(held.length).toBe(200);
    expect(held.filter((row) => classes[row] === 1).length).toBe(20);
    expect([...fit, ...held].sort((a, b) => a - b)).toEqual([...classes.keys()]);
  }
});

test('five fifths hold every row out once', () => {
  const held = holdOuts(classes, 0.2, 5, 1).flatMap((split) => [...split.held]);
  expect(held.sort((a, b) => a - b)).toEqual([...classes.keys()]);
});

test('depends on the seed alone', () => {
  expect(holdOuts(classes, 0.1, 2, 1)).toEqual(holdOuts(classes, 0.1, 2, 1));
  expect(holdOuts(classes, 0.1, 1, 2)).not.toEqual(holdOuts(classes, 0.1, 1, 1));
});

describe.each([2, 3, 7, 20])('%i rows', (rows) => {
  test('leave both parts a row', () => {
    const values = Float64Array.from({ length: rows }, (_, row) => row * row);
    for (const { fit, held } of holdOuts(values, holdOutShare(rows), 5, 1)) {
      expect(fit.length).toBeGreaterThan(0);
      expect(held.length).toBeGreaterThan(0);
    }
  });
});
