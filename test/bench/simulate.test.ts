import { expect, test } from 'vitest';
import { logNormalDurations, simulate, type Search } from '../../bench/search/simulate.js';

/** Records what is asked and told; the loss of a trial is its number times −1. */
function recorded(): { readonly events: string[]; readonly search: Search } {
  const events: string[] = [];
  const search: Search = {
    ask: async (number) => {
      events.push(`ask ${number}`);
      return { parameters: { number }, milliseconds: 2 };
    },
    tell: async (number, loss) => {
      events.push(`tell ${number} ${loss}`);
    },
    close: async () => {
      events.push('close');
    },
  };
  return { events, search };
}

const loss = async ({ number }: Readonly<Record<string, unknown>>): Promise<number> => -Number(number);

test('one worker hears of every trial before the next', async () => {
  const { events, search } = recorded();
  const outcome = await simulate(search, loss, { trials: 3, workers: 1 }, () => 1);
  expect(events).toEqual(['ask 0', 'tell 0 0', 'ask 1', 'tell 1 -1', 'ask 2', 'close']);
  expect(outcome).toEqual({ best: -2, suggestMs: 2 });
});

test('results come late, in the order in which trials end', async () => {
  const { events, search } = recorded();
  const durations = [10, 1, 2, 4, 1];
  await simulate(search, loss, { trials: 5, workers: 2 }, (number) => durations[number] ?? NaN);
  expect(events).toEqual([
    'ask 0',
    'ask 1',
    'tell 1 -1', // at 1
    'ask 2',
    'tell 2 -2', // at 3
    'ask 3',
    'tell 3 -3', // at 7
    'ask 4',
    'close',
  ]);
});

test('a loss that is no number ends the simulation', async () => {
  const { search } = recorded();
  const broken = simulate(
    search,
    async () => NaN,
    { trials: 2, workers: 1 },
    () => 1,
  );
  await expect(broken).rejects.toThrow('loss NaN of {"number":0}');
});

test('durations depend on task, seed and number alone, and differ', () => {
  const first = Array.from({ length: 200 }, (_, number) => logNormalDurations('a', 1)(number));
  expect(Array.from({ length: 200 }, (_, number) => logNormalDurations('a', 1)(number))).toEqual(first);
  expect(logNormalDurations('a', 2)(0)).not.toBe(first[0]);
  const sorted = [...first].sort((a, b) => a - b);
  expect(sorted[100]).toBeGreaterThan(0.8);
  expect(sorted[100]).toBeLessThan(1.25);
});
