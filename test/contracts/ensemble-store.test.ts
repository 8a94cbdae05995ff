import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnsembleStore } from '../../src/stores/ensemble-store.js';
import type { Stores } from '../../src/stores/postgres/index.js';
import { NotFoundError } from '../../src/stores/store-errors.js';
import { examplePlan } from '../stores/examples.js';
import { storeImplementations } from '../stores/implementations.js';

type NewEnsemble = Parameters<EnsembleStore['recordRound']>[2][number];

function exampleEnsemble(blender: string, chosen: boolean): NewEnsemble {
  return {
    blender,
    members: [
      { trial: 3, weight: 1 / 3 },
      { trial: 0, weight: 2 / 3 },
    ],
    score: 0.85,
    estimate: 0.84,
    estimateSd: 0.011,
    chosen,
    artifacts: `runs/x/blends/${blender}`,
  };
}

describe.each(storeImplementations)('ensemble store: $name', ({ open }) => {
  let stores: Stores;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ stores, close } = await open());
    for (const id of ['rounds', 'again', 'race', 'files', 'other', 'bad']) {
      await stores.runs.createRun(examplePlan(id), {});
    }
  });
  afterAll(() => close());

  test('numbers count on over rounds and rows read back exactly', async () => {
    const first = await stores.ensembles.recordRound('rounds', 0, [
      exampleEnsemble('average', false),
      exampleEnsemble('greedy', true),
    ]);
    const second = await stores.ensembles.recordRound('rounds', 1, [exampleEnsemble('average', true)]);
    expect(second).toMatchObject([{ number: 2, round: 1 }]);
    expect(first[1]).toEqual({
      ...exampleEnsemble('greedy', true),
      number: 1,
      round: 0,
      createdAt: expect.any(Date) as Date,
    });
    expect(await stores.ensembles.listEnsembles('rounds')).toEqual([...first, ...second]);
    expect(await stores.ensembles.listEnsembles('other')).toEqual([]);
  });

  test('a round is stored once; a repeated call returns what stands', async () => {
    const stored = await stores.ensembles.recordRound('again', 0, [exampleEnsemble('average', true)]);
    const repeated = await stores.ensembles.recordRound('again', 0, [
      exampleEnsemble('greedy', true),
      exampleEnsemble('average', false),
    ]);
    expect(repeated).toEqual(stored);
    expect(await stores.ensembles.listEnsembles('again')).toEqual(stored);
  });

  test('calls at the same time store each round once, without a gap', async () => {
    const calls = Array.from({ length: 12 }, (_, i) =>
      stores.ensembles.recordRound('race', i % 4, [
        exampleEnsemble('average', true),
        exampleEnsemble('b', false),
      ]),
    );
    await Promise.all(calls);
    const listed = await stores.ensembles.listEnsembles('race');
    expect(listed.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(listed.map(({ round, blender }) => `${round} ${blender}`)).size).toBe(8);
  });

  test('what cannot be is refused whole', async () => {
    const twoChosen = [exampleEnsemble('average', true), exampleEnsemble('greedy', true)];
    await expect(stores.ensembles.recordRound('bad', 0, twoChosen)).rejects.toThrow();
    const notANumber = [
      exampleEnsemble('average', true),
      { ...exampleEnsemble('greedy', false), estimate: NaN },
    ];
    await expect(stores.ensembles.recordRound('bad', 0, notANumber)).rejects.toThrow();
    expect(await stores.ensembles.listEnsembles('bad')).toEqual([]);
    await expect(stores.ensembles.recordRound('nowhere', 0, [])).rejects.toThrow(NotFoundError);
  });

  test('submissions are kept once for each content, oldest first', async () => {
    const first = { file: '/out/a.csv', rows: 418, contentHash: 'a', estimate: 0.81 };
    const second = { file: '/out/b.csv', rows: 418, contentHash: 'b', estimate: 0.82 };
    await stores.ensembles.recordSubmission('files', 0, first);
    await stores.ensembles.recordSubmission('files', 1, second);
    await stores.ensembles.recordSubmission('files', 2, { ...first, file: '/out/c.csv' });
    await stores.ensembles.recordSubmission('other', 0, first);
    expect(await stores.ensembles.listSubmissions('files')).toEqual([
      { ...first, round: 0, createdAt: expect.any(Date) as Date },
      { ...second, round: 1, createdAt: expect.any(Date) as Date },
    ]);
  });
});
