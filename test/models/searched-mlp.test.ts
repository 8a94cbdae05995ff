import { expect, test } from 'vitest';
import { blocksOf, withBlocks, type Block } from '../../src/domain/genome.js';
import { parameterProblems, type Parameters } from '../../src/domain/search-space.js';
import type { FitRequest } from '../../src/models/model-family.js';
import { searchedMlp } from '../../src/models/searched-mlp.js';
import { randomSearch } from '../../src/search/random-search.js';
import { toy, type Toy } from '../contracts/toy-tables.js';

const training = toy('binary', 300, 1);
const unseen = toy('binary', 60, 2);
const space = searchedMlp.space(training.profile);
const [base = {}] = searchedMlp.portfolio(training.profile);

function request(given: Toy, parameters: Parameters): FitRequest {
  return {
    task: given.profile.task,
    outputs: given.outputs,
    table: given.table,
    target: given.target,
    loss: 'log-loss',
    parameters,
    seed: 1,
    threads: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

async function predictions(parameters: Parameters): Promise<Float64Array> {
  expect(parameterProblems(space, parameters)).toEqual([]);
  const model = await searchedMlp.fit(request(training, { ...parameters, epochs: 10 }));
  try {
    return await model.predict(unseen.table);
  } finally {
    model.dispose();
  }
}

const withArchitecture = (blocks: readonly Block[]): Parameters => withBlocks(space, 'blocks', base, blocks);
const [first, second] = blocksOf('blocks', base) as [Block, Block];
const changed = (parameters: Parameters): Parameters =>
  withArchitecture([{ ...first, parameters: { ...first.parameters, ...parameters } }, second]);

const variants: Readonly<Record<string, Parameters>> = {
  units: changed({ units: 32 }),
  activation: changed({ activation: 'elu' }),
  dropout: changed({ dropout: 0.5 }),
  'no norm': changed({ norm: false }),
  shallower: withArchitecture([first]),
  deeper: withArchitecture([first, first, second]),
  'the order of blocks': withArchitecture([second, first]),
  residual: withArchitecture([
    first,
    { type: 'residual', parameters: { units: 48, activation: 'relu', dropout: 0.1 } },
  ]),
  gated: withArchitecture([first, { type: 'gated', parameters: { units: 32, dropout: 0.1 } }]),
  batch: { ...base, batch_rows: Number(base['batch_rows']) / 2 },
  'learning rate': { ...base, learning_rate: 2e-3 },
};

test('every part of the architecture and every setting has an effect', async () => {
  const results = new Map([['as it is', JSON.stringify([...(await predictions(base))])]]);
  for (const [name, parameters] of Object.entries(variants)) {
    results.set(name, JSON.stringify([...(await predictions(parameters))]));
  }
  expect(new Set(results.values()).size).toBe(results.size);
});

test('any architecture of the space fits, residual blocks before all others too', async () => {
  for (let draw = 0; draw < 12; draw++) {
    const [proposal] = randomSearch.suggest(space, [], 1, `any/${draw}`);
    const prediction = await predictions({ ...proposal?.parameters, learning_rate: 1e-3 });
    expect(prediction.every((p) => p >= 0 && p <= 1)).toBe(true);
  }
  const alone = { type: 'residual', parameters: { units: 16, activation: 'silu', dropout: 0 } };
  expect((await predictions(withArchitecture([alone]))).every(Number.isFinite)).toBe(true);
});

test('says what is wrong with an architecture', async () => {
  await expect(searchedMlp.fit(request(training, {}))).rejects.toThrow('blocks.length must be 1 or more');
  const conv = { ...base, 'blocks.0.type': 'conv', 'blocks.0.conv.units': 8, 'blocks.0.conv.dropout': 0 };
  await expect(searchedMlp.fit(request(training, conv))).rejects.toThrow('unknown type of block conv');
});

test('half a batch is half of what the trial asks for', () => {
  expect(searchedMlp.batch?.rows(300, { ...base, batch_rows: 128 })).toBe(128);
});
