import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '../../src/package-root.js';
import { openChaosHome, type ChaosHome } from './chaos-home.js';
import { eventProblems, followRun } from './event-findings.js';
import { foldFindings, type FoldFindings } from './fold-audit.js';
import { kill, killKinds, planKills, type KillKind, type PlannedKill } from './kills.js';
import {
  compareSameFits,
  readRunTable,
  tableDifferences,
  type SameFits,
  type RunTable,
} from './run-table.js';

export interface ChaosOptions {
  readonly kills: number;
  readonly trials: number;
  readonly families: string;
  readonly parallelism: number;
  readonly seed: string;
  /** The package whose build is killed; default: this one. */
  readonly root?: string;
  /** Hears of each kill. */
  say(line: string): void;
}

export interface ChaosReport {
  readonly kills: Readonly<Record<KillKind, number>>;
  readonly asked: number;
  readonly undisturbedSeconds: number;
  readonly seconds: number;
  readonly folds: FoldFindings;
  /** Trials that ended after their first fold because it was far behind. */
  readonly racedOut: number;
  /** Null where trials ran side by side, so that what they saw depends on which ended first. */
  readonly differences: readonly string[] | null;
  readonly sameFits: SameFits;
  /** Suggestions that do not derive again. */
  readonly underived: number;
  /** What events told otherwise than the tables, in either run. */
  readonly events: readonly string[];
}

interface RunEnd {
  readonly seconds: number;
  readonly kills: Readonly<Record<KillKind, number>>;
  readonly table: RunTable;
  readonly folds: FoldFindings;
  readonly underived: number;
  readonly events: readonly string[];
}

const folds = 5;
const longestRunMs = 40 * 60_000;

/** The same run twice, in homes of their own: left alone, then with kills. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const alone = await oneRun({ ...options, kills: 0, root: packageRoot }, 0);
  options.say(`left alone: ${alone.seconds.toFixed(1)} s`);
  const killed = await oneRun(options, alone.folds.finished);
  return {
    kills: killed.kills,
    asked: options.kills,
    undisturbedSeconds: alone.seconds,
    seconds: killed.seconds,
    folds: killed.folds,
    sameFits: compareSameFits(alone.table, killed.table),
    racedOut: killed.table.trials.filter(({ state }) => state === 'raced').length,
    differences: options.parallelism > 1 ? null : tableDifferences(alone.table, killed.table),
    underived: killed.underived,
    events: [...alone.events, ...killed.events],
  };
}

/** What is wrong, one line each; empty when nothing was lost. */
export function problemsOf(report: ChaosReport, trials: number): readonly string[] {
  const { finished, trainedAgain, lost, running } = report.folds;
  const done = Object.values(report.kills).reduce((sum, count) => sum + count, 0);
  const expected = trials * folds - report.racedOut * (folds - 1);
  const unless = (right: boolean, line: string): readonly string[] => (right ? [] : [line]);
  return [
    ...unless(done === report.asked, `${done} of ${report.asked} kills: the run was over before the others`),
    ...unless(finished === expected, `${finished} of ${expected} folds finished`),
    ...unless(trainedAgain === 0, `${trainedAgain} folds trained again after their commit`),
    ...unless(lost === 0, `${lost} commits lost`),
    ...unless(running === 0, `${running} rows left running`),
    ...unless(report.underived === 0, `${report.underived} suggestions do not derive again`),
    ...unless(report.sameFits.compared > 0, 'no fit was made in both runs'),
    ...report.sameFits.differences,
    ...(report.differences ?? []),
    ...report.events,
  ];
}

/** One run; kills are spread over as many folds as it is going to have. */
async function oneRun(options: ChaosOptions, expectedFolds: number): Promise<RunEnd> {
  const chaos = await openChaosHome(options.root);
  try {
    const startedMs = Date.now();
    const runId = await startRun(chaos, options);
    const follower = followRun(chaos.databaseUrl(), runId);
    const plan = planKills(options.kills, expectedFolds, options.seed);
    const kills = await disturb(chaos, runId, plan, options);
    await waitForEnd(chaos, runId);
    const seconds = (Date.now() - startedMs) / 1000;
    const replay = await chaos.podium.run(['replay', runId, '--json']);
    if (replay.stdout === '') throw new Error(`podium replay: ${replay.stderr}`);
    const { differences } = JSON.parse(replay.stdout) as { differences: readonly { trial: number }[] };
    return {
      seconds,
      kills,
      table: await readRunTable(chaos.query, runId),
      folds: await foldFindings(chaos.query, runId, chaos.home.artifacts),
      underived: new Set(differences.map(({ trial }) => trial)).size,
      events: await eventProblems(chaos.query, runId, await follower.heard()),
    };
  } finally {
    await chaos.down();
  }
}

async function startRun(chaos: ChaosHome, options: ChaosOptions): Promise<string> {
  const { trials, families, parallelism } = options;
  const flags = ['--trials', String(trials), '--parallelism', String(parallelism), '--families', families];
  const folder = join(packageRoot, 'examples', 'titanic');
  const end = await chaos.podium.run(['run', folder, ...flags, '--budget', '30m', '--detach', '--json']);
  if (end.code !== 0) throw new Error(`podium run ended with ${String(end.code)}: ${end.stderr}`);
  return (JSON.parse(end.stdout) as { run: string }).run;
}

/** Kills at the planned moments for as long as the run lasts. */
async function disturb(
  chaos: ChaosHome,
  runId: string,
  plan: readonly PlannedKill[],
  options: ChaosOptions,
): Promise<RunEnd['kills']> {
  const counts = Object.fromEntries(killKinds.map((kind) => [kind, 0])) as Record<KillKind, number>;
  for (const planned of plan) {
    const committed = await waitForFolds(chaos, runId, planned.afterFolds);
    if (committed === null) break;
    await sleep(planned.delayMs);
    if (!(await kill(chaos, planned.kind))) throw new Error(`no ${planned.kind} to kill`);
    counts[planned.kind]++;
    options.say(`killed ${planned.kind} after ${committed} folds`);
  }
  return counts;
}

/** Number of committed folds once there are so many; null when the run is over. */
async function waitForFolds(chaos: ChaosHome, runId: string, least: number): Promise<number | null> {
  const deadline = Date.now() + longestRunMs;
  while (Date.now() < deadline) {
    const [now] = await chaos.query<{ folds: number; over: boolean }>(
      `select (select count(*)::int from folds where run_id = $1 and state = 'finished') as folds,
         exists (select from runs where id = $1 and status <> 'running') as over`,
      [runId],
    );
    if (now?.over === true) return null;
    if (now !== undefined && now.folds >= least) return now.folds;
    await sleep(100);
  }
  throw new Error(`${runId} stands still`);
}

async function waitForEnd(chaos: ChaosHome, runId: string): Promise<void> {
  if ((await waitForFolds(chaos, runId, Infinity)) !== null) throw new Error('unreachable');
}
