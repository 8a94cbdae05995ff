import { CancelledFailure, Context } from '@temporalio/activity';
import { WorkflowFailedError, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunResult, TrainFoldInput } from '../../src/domain/activity-contracts.js';
import type { RunPlan } from '../../src/domain/competition.js';
import { pausedMsAt, type ControlSettings } from '../../src/domain/run-control.js';
import type { FoldResult } from '../../src/domain/trial.js';
import {
  controlUpdates,
  progressQuery,
  taskQueues,
  type ControlUpdateName,
} from '../../workflows/messages.js';
import { connectToTestTemporal, quietWorkers } from '../temporal.js';
import { withWorkers } from './run-workflow.js';
import { examplePlan, scriptedActivities, type Activities, type Asked } from './scripted-activities.js';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  quietWorkers();
  environment = await connectToTestTemporal();
});
afterAll(() => environment.teardown());

interface LiveRun {
  readonly handle: WorkflowHandle;
  readonly asked: Asked;
  ask(name: ControlUpdateName, argument?: unknown): Promise<ControlSettings>;
  result(): Promise<RunResult>;
}

type TrainFold = (input: TrainFoldInput) => Promise<FoldResult>;

/** A run whose folds `train` answers; `use` talks to it while it lives. */
async function liveRun<T>(
  plan: Partial<RunPlan>,
  train: TrainFold,
  use: (run: LiveRun) => Promise<T>,
  others: Partial<Activities> = {},
): Promise<T> {
  const { activities, asked } = scriptedActivities({ ...examplePlan, ...plan }, others);
  const trainFold: TrainFold = (input) => {
    asked.folds.push(input);
    return train(input);
  };
  return withWorkers(environment, { ...activities, trainFold }, async (newId) => {
    const handle = await environment.client.workflow.start('competition', {
      taskQueue: taskQueues.control,
      workflowId: newId(),
      args: [{ path: '/data' }],
    });
    return use({
      handle,
      asked,
      ask: (name, argument) => handle.executeUpdate(controlUpdates[name], { args: [argument] }),
      result: async () => (await handle.result()) as RunResult,
    });
  });
}

const scored = ({ fold, trial }: TrainFoldInput): FoldResult => ({ fold, score: trial / 1000, seconds: 0.1 });

const slowly: TrainFold = async (input) => {
  await sleep(100);
  return scored(input);
};

/** Ends only when the activity is cancelled. */
async function hang(): Promise<FoldResult> {
  const beat = setInterval(() => {
    Context.current().heartbeat();
  }, 100);
  await Context.current().cancelled.catch(() => undefined);
  clearInterval(beat);
  throw new CancelledFailure('');
}

function startedTrials({ folds }: Asked): number {
  return new Set(folds.map(({ trial }) => trial)).size;
}

function atLeast(run: LiveRun, trials: number): Promise<void> {
  return vi.waitFor(
    () => {
      expect(startedTrials(run.asked)).toBeGreaterThanOrEqual(trials);
    },
    { timeout: 20_000 },
  );
}

async function refusalOf(asked: Promise<unknown>): Promise<string> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
  throw new Error(`expected a refusal, got ${String(error)}`);
}

test('a pause lets no trial start; after it the run goes on with every deadline moved by its length', async () => {
  await liveRun({ maxTrials: 8 }, slowly, async (run) => {
    await atLeast(run, 2);
    const unpaused = await run.handle.query(progressQuery);
    expect(await run.ask('pause')).toMatchObject({ paused: true, parallelism: 2, maxTrials: 8 });
    await sleep(1000);
    const during = startedTrials(run.asked);
    const before = run.asked.folds[0]?.deadline.atMs ?? 0;
    await sleep(1000);
    expect(startedTrials(run.asked)).toBe(during);
    expect(during).toBeLessThan(8);
    expect(await run.ask('resume')).toMatchObject({ paused: false });
    const { trials, seconds } = await run.result();
    expect(trials.finished).toBe(8);
    const { control, deadlineMs } = await run.handle.query(progressQuery);
    const pausedMs = pausedMsAt(control, Date.now());
    expect(pausedMs).toBeGreaterThan(1900);
    expect(run.asked.folds.at(-1)?.deadline.atMs).toBe(before + pausedMs);
    expect(deadlineMs).toBe((unpaused.deadlineMs ?? 0) + pausedMs);
    const { startTime, closeTime } = await run.handle.describe();
    expect(seconds * 1000 + pausedMs).toBeLessThan((closeTime?.getTime() ?? 0) - startTime.getTime() + 100);
  });
});

test('a stop ends running trials, blends what is finished and writes the submission', async () => {
  const ended: number[] = [];
  const train: TrainFold = async (input) => {
    if (input.trial === 0) return scored(input);
    return hang().finally(() => ended.push(input.trial));
  };
  const result = await liveRun({ maxTrials: null }, train, async (run) => {
    await atLeast(run, 3);
    expect(await run.ask('stop')).toMatchObject({ stopping: true });
    return run.result();
  });
  expect(result.trials).toEqual({ finished: 1, failed: 0, stopped: 2, raced: 0 });
  expect(result.submission.rows).toBe(5);
  expect(ended.sort()).toEqual([1, 2]);
});

test('a stop before any trial is finished fails the run and says so, also while the data is prepared', async () => {
  let prepared = (): void => undefined;
  const wait = new Promise<void>((resolve) => (prepared = resolve));
  const failure = await liveRun(
    {},
    slowly,
    async (run) => {
      const stopped = run.ask('stop');
      await sleep(500);
      prepared();
      expect(await stopped).toMatchObject({ stopping: true });
      const error: unknown = await run.result().catch((reason: unknown) => reason);
      expect(run.asked.folds).toEqual([]);
      expect(run.asked.ended).toMatchObject([{ status: 'failed' }]);
      return error instanceof WorkflowFailedError ? error.cause?.message : error;
    },
    {
      prepareData: async ({ runId }) => {
        await wait;
        return { plan: { ...examplePlan, runId }, searchAttributes: false };
      },
    },
  );
  expect(failure).toBe('no submission: the run was stopped before any trial was finished');
});

test('parallelism goes up and down on a live run', async () => {
  const open = new Set<number>();
  const seen: { trial: number; open: number }[] = [];
  const train: TrainFold = async (input) => {
    open.add(input.trial);
    seen.push({ trial: input.trial, open: open.size });
    await sleep(150);
    if (input.fold > 0) open.delete(input.trial);
    return scored(input);
  };
  await liveRun({ folds: 2, maxTrials: null, parallelism: 1 }, train, async (run) => {
    const mostOf = (from: number): number =>
      Math.max(...seen.filter(({ trial }) => trial >= from).map((each) => each.open));
    await atLeast(run, 3);
    expect(mostOf(0)).toBe(1);
    expect(await run.ask('setParallelism', 3)).toMatchObject({ parallelism: 3 });
    await atLeast(run, startedTrials(run.asked) + 6);
    expect(mostOf(0)).toBe(3);
    await run.ask('setParallelism', 1);
    const lowered = startedTrials(run.asked) + 4;
    await atLeast(run, lowered + 3);
    expect(mostOf(lowered)).toBe(1);
    await run.ask('stop');
    await run.result();
  });
});

test('totals are extended at once: while the data is prepared and while the last trials run', async () => {
  let open = false;
  const train: TrainFold = async (input) => {
    while (input.trial === 3 && !open) await sleep(50);
    return scored(input);
  };
  await liveRun({ maxTrials: 2 }, train, async (run) => {
    expect(await run.ask('extend', { maxTrials: 4, budgetSeconds: 60 })).toMatchObject({
      maxTrials: 4,
      budgetSeconds: 60,
    });
    await atLeast(run, 4);
    await sleep(300);
    await run.ask('extend', { maxTrials: 6, budgetSeconds: 90 });
    await atLeast(run, 6);
    open = true;
    expect((await run.result()).trials.finished).toBe(6);
    const deadline = (trial: number) =>
      run.asked.folds.find((fold) => fold.trial === trial)?.deadline.atMs ?? 0;
    expect(deadline(5) - deadline(3)).toBeGreaterThan(28_000);
  });
});

test('an extension after the last trial, while its blend is awaited, is not lost', async () => {
  let blended = (): void => undefined;
  const wait = new Promise<void>((resolve) => (blended = resolve));
  let blending = false;
  const { activities } = scriptedActivities(examplePlan);
  const fitBlend: Activities['fitBlend'] = async (input) => {
    blending = true;
    await wait;
    return activities.fitBlend(input);
  };
  const train: TrainFold = async (input) => scored(input);
  const use = async (run: LiveRun): Promise<RunResult> => {
    await vi.waitFor(
      () => {
        expect(blending).toBe(true);
      },
      { timeout: 10_000 },
    );
    await sleep(500);
    await run.ask('extend', { maxTrials: 3 });
    blended();
    return run.result();
  };
  const result = await liveRun({ maxTrials: 1 }, train, use, { fitBlend });
  expect(result.trials.finished).toBe(3);
});

test('a skipped trial is stopped and its lane goes on', async () => {
  const train: TrainFold = async (input) => (input.trial === 1 ? hang() : scored(input));
  const result = await liveRun({ maxTrials: 5, parallelism: 1 }, train, async (run) => {
    await atLeast(run, 2);
    await run.ask('skipTrial', 1);
    return run.result();
  });
  expect(result.trials).toEqual({ finished: 4, failed: 0, stopped: 1, raced: 0 });
});

test('wrong values are refused with the reason and change nothing', async () => {
  await liveRun({ maxTrials: null }, slowly, async (run) => {
    await atLeast(run, 1);
    const wrong: readonly [ControlUpdateName, unknown, string][] = [
      ['extend', { budgetSeconds: 10 }, '10 is less than the 30 of the run'],
      ['extend', { maxTrials: 10 }, 'no limit of trials'],
      ['extend', { budget: 100 }, 'not "budget"'],
      ['extend', {}, 'needs budgetSeconds, maxTrials or both'],
      ['extend', undefined, 'takes one object'],
      ['setParallelism', 0, 'whole number from 1 to 1024, not 0'],
      ['setParallelism', 1.5, 'not 1.5'],
      ['skipTrial', 'all', 'not "all"'],
    ];
    for (const [name, argument, reason] of wrong) {
      expect(await refusalOf(run.ask(name, argument))).toContain(reason);
    }
    const { control } = await run.handle.query(progressQuery);
    expect(control).toMatchObject({ version: 0, budgetSeconds: 30, maxTrials: null, parallelism: 2 });
    await run.ask('stop');
    expect(await refusalOf(run.ask('pause'))).toMatch(/being stopped|search is over/);
    await run.result();
  });
});

test('during the last blend a stop changes nothing and a pause is refused', async () => {
  let blended = (): void => undefined;
  const wait = new Promise<void>((resolve) => (blended = resolve));
  const { activities } = scriptedActivities(examplePlan);
  await liveRun(
    { maxTrials: 1 },
    async (input) => scored(input),
    async (run) => {
      await vi.waitFor(
        async () => {
          expect((await run.handle.query(progressQuery)).stage).toBe('blending');
        },
        { timeout: 10_000 },
      );
      expect(await refusalOf(run.ask('pause'))).toContain('the search is over');
      expect(await run.ask('stop')).toMatchObject({ stopping: true });
      blended();
      expect((await run.result()).trials.finished).toBe(1);
    },
    {
      fitBlend: (input) =>
        input.round === 0 ? activities.fitBlend(input) : wait.then(() => activities.fitBlend(input)),
    },
  );
});

test('what was asked survives the search continuing as new, and the new one still listens', async () => {
  const open = new Map<number, number>();
  let most = 0;
  const train: TrainFold = async (input) => {
    open.set(input.trial, input.fold);
    if (input.trial >= 250) {
      most = Math.max(most, open.size);
      await sleep(200);
    }
    if (input.fold === 1) open.delete(input.trial);
    return scored(input);
  };
  const plan = { folds: 2, maxTrials: 10, parallelism: 1, budgetSeconds: 600 };
  await liveRun(plan, train, async (run) => {
    await run.ask('setParallelism', 3);
    await run.ask('extend', { maxTrials: 256 });
    await vi.waitFor(
      () => {
        expect(startedTrials(run.asked)).toBeGreaterThan(250);
      },
      { timeout: 120_000, interval: 20 },
    );
    await run.ask('extend', { maxTrials: 260 });
    expect((await run.result()).trials.finished).toBe(260);
    expect(most).toBe(3);
  });
}, 180_000);
