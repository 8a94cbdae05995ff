import { expect, test } from 'vitest';
import { loadTasks } from '../../bench/search/tasks.js';
import { surrogateSpace } from '../../bench/search/surrogate-space.js';
import { inSpace, validateSpace } from '../../src/domain/search-space.js';

test('every function has a valid space that holds its known optimum', () => {
  const { tasks, absent } = loadTasks(undefined);
  expect(tasks).toHaveLength(9);
  expect(absent).toEqual(['lcbench', 'rbv2_xgboost', 'rbv2_rpart', 'iaml_glmnet']);
  for (const { name, space, optimum } of tasks) {
    expect([name, validateSpace(space)]).toEqual([name, []]);
    expect([name, inSpace(space, optimum?.at ?? {})]).toEqual([name, true]);
  }
  expect(new Set(tasks.map(({ digest }) => digest)).size).toBe(9);
});

test('a space of ConfigSpace loses instance and fidelity, and has parents before children', () => {
  const space = surrogateSpace(
    {
      hyperparameters: [
        { name: 'depth.max', type: 'uniform_int', lower: 1, upper: 8, log: true },
        { name: 'kind', type: 'categorical', choices: ['tree', 'line', 'dart'] },
        { name: 'drop', type: 'uniform_float', lower: 0, upper: 1, log: false },
        { name: 'task', type: 'categorical', choices: ['1', '2'] },
        { name: 'size', type: 'uniform_float', lower: 0.1, upper: 1 },
      ],
      conditions: [
        { child: 'depth.max', parent: 'kind', type: 'IN', values: ['tree', 'dart'] },
        { child: 'drop', parent: 'kind', type: 'EQ', value: 'dart' },
      ],
    },
    {
      ...{ outputs: ['acc'], target: 'acc', best: 1, larger_is_better: true, instance: 'task' },
      ...{
        instances: ['1'],
        fixed: { size: 1 },
        categorical: ['task', 'kind'],
        numeric: ['depth.max', 'drop'],
      },
    },
  );
  expect(Object.entries(space)).toEqual([
    ['kind', { kind: 'categorical', choices: ['tree', 'line', 'dart'] }],
    [
      'depth_max',
      { kind: 'int', low: 1, high: 8, log: true, when: { parameter: 'kind', in: ['tree', 'dart'] } },
    ],
    ['drop', { kind: 'float', low: 0, high: 1, when: { parameter: 'kind', in: ['dart'] } }],
  ]);
  expect(validateSpace(space)).toEqual([]);
});
