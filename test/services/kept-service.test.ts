import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { RunningService } from '../../src/services/child-service.js';
import { KeptService } from '../../src/services/kept-service.js';
import type { PartState } from '../../src/services/services-state.js';

/** A service in this process that ends when told to. */
function endableService(): RunningService & { end(code: number): void } {
  let end: (code: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (end = resolve));
  const stop = (): Promise<void> => {
    end(0);
    return Promise.resolve();
  };
  return { pid: process.pid, exited, end, stop };
}

test('pauses double after each failure and the reason is kept', async () => {
  const pausesMs: number[] = [];
  const states: PartState[] = [];
  const kept = new KeptService({
    start: () => Promise.reject(new Error('no')),
    onChange: (state) => states.push(state),
    log: (line) => pausesMs.push(Number(/ (\d+) ms/.exec(line)?.[1])),
  });
  const begunAtMs = performance.now();
  await vi.waitFor(() => expect(pausesMs).toHaveLength(4), { timeout: 5_000, interval: 10 });
  expect(performance.now() - begunAtMs).toBeGreaterThan(200 + 400 + 800 - 10);
  await kept.stop();
  expect(pausesMs).toEqual([200, 400, 800, 1600]);
  expect(states.findLast(({ status }) => status === 'failed')).toMatchObject({
    failures: 4,
    failedStarts: 4,
    lastError: 'no',
  });
  expect(states.at(-1)).toMatchObject({ status: 'stopped', process: null });
});

test('the longest pause is 10 s', async () => {
  const pausesMs: number[] = [];
  const kept = new KeptService({
    start: () => Promise.reject(new Error('no')),
    onChange: () => undefined,
    log: (line) => pausesMs.push(Number(/ (\d+) ms/.exec(line)?.[1])),
  });
  for (let i = 0; i < 8; i++) {
    await vi.waitFor(() => expect(pausesMs).toHaveLength(i + 1));
    await kept.restart();
  }
  await kept.stop();
  expect(pausesMs.slice(0, 8)).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test('a restart is no failure, and stopping ends the service for good', async () => {
  const services: ReturnType<typeof endableService>[] = [];
  const states: PartState[] = [];
  const kept = new KeptService({
    start: () => {
      services.push(endableService());
      return Promise.resolve(services.at(-1) as RunningService);
    },
    onChange: (state) => states.push(state),
    log: () => undefined,
  });
  await kept.whenReady(new AbortController().signal);
  await kept.restart();
  await vi.waitFor(() => expect(services).toHaveLength(2));
  await kept.whenReady(new AbortController().signal);
  expect(states.at(-1)).toMatchObject({ status: 'ready', failures: 0, restarts: 1 });
  await kept.stop();
  await sleep(300);
  expect(services).toHaveLength(2);
});

test('a service that is stopped while it starts does not stay', async () => {
  let started = (): void => undefined;
  const service = endableService();
  const kept = new KeptService({
    start: async () => {
      await new Promise<void>((resolve) => (started = resolve));
      return service;
    },
    onChange: (state) => expect(state.status).not.toBe('ready'),
    log: () => undefined,
  });
  const stopped = kept.stop();
  started();
  await stopped;
  expect(await service.exited).toBe(0);
});
