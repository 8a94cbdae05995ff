import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunReport } from '../../src/cli/run-report.js';
import { packageRoot } from '../../src/package-root.js';
import { sendSignal } from '../../src/services/process-identity.js';
import { openChaosHome, type ChaosHome } from '../chaos/chaos-home.js';
import { pidsOf } from '../chaos/kills.js';

const titanic = join(packageRoot, 'examples', 'titanic');
const downSeconds = 12;

let chaos: ChaosHome;
beforeAll(async () => {
  chaos = await openChaosHome();
}, 60_000);
afterAll(() => chaos.down());

async function json<T>(...args: readonly string[]): Promise<T> {
  const end = await chaos.podium.run([...args, '--json']);
  expect(end.stderr).not.toContain('✖');
  expect(end.code).toBe(0);
  return JSON.parse(end.stdout) as T;
}

function killEverything(): void {
  for (const pid of pidsOf(chaos, 'everything')) sendSignal(pid, 'SIGKILL');
}

async function finishedTrials(run: string): Promise<number> {
  const [row] = await chaos.query<{ n: number }>(
    `select count(*)::int as n from trials where run_id = $1 and state = 'finished'`,
    [run],
  );
  return row?.n ?? 0;
}

test('a run whose machine went down goes on, is not charged for it, and can be given more when it is over', async () => {
  const flags = ['--budget', '25s', '--families', 'linear', '--name', 'down'];
  const { run } = await json<{ run: string }>('run', titanic, ...flags, '--detach');
  await vi.waitFor(async () => expect(await finishedTrials(run)).toBeGreaterThan(2), { timeout: 20_000 });
  killEverything();
  await sleep(downSeconds * 1000);

  const report = await json<RunReport>('run', titanic, '--resume');
  expect(report).toMatchObject({ run, status: 'finished', rows: 418 });
  const { ledger } = report;
  expect(ledger?.downSeconds).toBeGreaterThan(downSeconds - 2);
  expect(ledger?.usedSeconds).toBeGreaterThan(20);
  expect(ledger?.usedSeconds).toBeLessThan(28);
  const { preparing = 0, searching = 0, blending = 0, writing = 0 } = ledger?.parts ?? {};
  expect(preparing + searching + blending + writing).toBeCloseTo(ledger?.usedSeconds ?? NaN, 3);

  const none = await chaos.podium.run(['run', titanic, '--resume']);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain(`podium extend ${run}`);

  const before = await finishedTrials(run);
  const less = await chaos.podium.run(['extend', run, '--budget', '10s']);
  expect(less.code).toBe(2);
  expect(less.stderr).toContain('10 is less than the 25 of the run');
  expect(await json('extend', run, '--budget', '35s')).toMatchObject({ run, budgetSeconds: 35 });
  const longer = await json<RunReport>('watch', run);
  expect(longer).toMatchObject({ run, status: 'finished', budgetSeconds: 35 });
  expect(longer.seconds).toBeGreaterThan(30);
  expect(longer.seconds).toBeLessThan(38);
  expect(await finishedTrials(run)).toBeGreaterThan(before);
  expect(longer.ensemble?.estimate).toBeGreaterThanOrEqual(report.ensemble?.estimate ?? 1);
  expect((await readFile(longer.submission ?? '', 'utf8')).trim().split('\n')).toHaveLength(419);
  expect(await json('replay', run)).toMatchObject({ differences: [] });
}, 150_000);

test('a run whose workflow was lost is opened again by its id, with a family more, and trains no fold twice', async () => {
  const flags = ['--trials', '8', '--families', 'lightgbm', '--name', 'lost', '--parallelism', '1'];
  const started = ['run', titanic, ...flags, '--no-racing', '--budget', '5m', '--detach'];
  const { run } = await json<{ run: string }>(...started);
  await vi.waitFor(async () => expect(await finishedTrials(run)).toBeGreaterThan(1), { timeout: 20_000 });
  await terminate(run);
  await sleep(1000);
  expect(await json('run', run, '--detach')).toMatchObject({ run, status: 'running' });
  expect(await json('add-family', 'linear', run)).toMatchObject({ families: ['lightgbm', 'linear'] });
  const unknown = await chaos.podium.run(['add-family', 'prophet', run]);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no family "prophet" for these data; to add: residual-mlp, searched-mlp');
  const report = await json<RunReport>('watch', run);
  expect(report).toMatchObject({ status: 'finished', trials: { finished: 8, failed: 0, stopped: 0 } });
  const families = await chaos.query<{ family: string }>(
    'select distinct family from trials where run_id = $1 order by 1',
    [run],
  );
  expect(families.map(({ family }) => family)).toEqual(['lightgbm', 'linear']);
  const twice = await chaos.query(
    'select 1 from trials where run_id = $1 group by number having count(*) > 1',
    [run],
  );
  expect(twice).toEqual([]);
  expect(await json('replay', run)).toMatchObject({ suggestions: 8, differences: [] });
}, 120_000);

/** As if Temporal had lost its database: nothing of the workflow is told that it ended. */
async function terminate(run: string): Promise<void> {
  const { Connection, Client } = await import('@temporalio/client');
  const { readServicesState } = await import('../../src/services/services-state.js');
  const state = readServicesState(chaos.home);
  const connection = await Connection.connect({ address: state?.temporalAddress ?? '' });
  try {
    const client = new Client({ connection, namespace: state?.namespace ?? '' });
    await client.workflow.getHandle(run).terminate();
  } finally {
    await connection.close();
  }
}
