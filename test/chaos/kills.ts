import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom, shuffled } from '../../src/domain/seeded-random.js';
import { identityOf, sendSignal } from '../../src/services/process-identity.js';
import { readServicesState } from '../../src/services/services-state.js';
import type { ChaosHome } from './chaos-home.js';

export const killKinds = ['worker', 'trainer', 'temporal', 'postgres', 'everything'] as const;
/**
 * trainer: those of the worker, in the midst of a fold. everything: those four at once and their supervisor, so that
 * nothing is left to start them again.
 */
export type KillKind = (typeof killKinds)[number];

export interface PlannedKill {
  readonly kind: KillKind;
  /** Folds that must be committed first. */
  readonly afterFolds: number;
  /** Milliseconds from then on. */
  readonly delayMs: number;
}

const longestDelayMs = 800;
const onceInSoMany = 8;
/** Time in which the worker commits what its trainers sent before they were halted. */
const commitMs = 300;
/** Share of the folds after which no kill begins, so that the run is not over before it comes. */
const lastMoment = 0.75;

/** Kills spread over a run of so many folds at random moments; every kind gets its turn. */
export function planKills(kills: number, folds: number, seed: string): readonly PlannedKill[] {
  const random = seededRandom('kills', seed);
  const single = killKinds.filter((kind) => kind !== 'everything');
  const deck: KillKind[] = [];
  const next = (turn: number): KillKind => {
    if (turn % onceInSoMany === onceInSoMany - 2) return 'everything';
    if (deck.length === 0) deck.push(...shuffled(single, random));
    return deck.pop() ?? 'worker';
  };
  const moments = Array.from({ length: kills }, () => Math.floor(random.next() * lastMoment * folds));
  return moments
    .sort((a, b) => a - b)
    .map((afterFolds, turn) => ({ kind: next(turn), afterFolds, delayMs: random.next() * longestDelayMs }));
}

/** Ends the processes of a kind with SIGKILL as soon as there are some. False when none came within a minute. */
export async function kill(chaos: ChaosHome, kind: KillKind): Promise<boolean> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const pids = pidsOf(chaos, kind);
    if (pids.length === 0 || (kind === 'trainer' && !(await heldInFold(chaos, pids)))) {
      await sleep(50);
      continue;
    }
    for (const pid of pids) sendSignal(pid, 'SIGKILL');
    if (kind === 'everything') await chaos.up();
    return true;
  }
  return false;
}

/** Halts the trainers; when none of them was in the midst of a fold they go on, and false is returned. */
async function heldInFold({ query }: ChaosHome, trainers: readonly number[]): Promise<boolean> {
  for (const pid of trainers) sendSignal(pid, 'SIGSTOP');
  await sleep(commitMs);
  const [open] = await query(`select from folds where state = 'running'`);
  if (open === undefined) for (const pid of trainers) sendSignal(pid, 'SIGCONT');
  return open !== undefined;
}

/** The running processes of a kind. */
export function pidsOf({ home }: Pick<ChaosHome, 'home'>, kind: KillKind): readonly number[] {
  const state = readServicesState(home);
  if (state === null) return [];
  const { worker, temporal, postgres } = state.parts;
  const alive = (pid: number | undefined): readonly number[] =>
    pid !== undefined && identityOf(pid) !== null ? [pid] : [];
  const trainers = alive(worker.process?.pid).flatMap(childrenOf);
  switch (kind) {
    case 'trainer':
      return trainers;
    case 'everything':
      return [state.supervisor, worker.process, temporal.process, postgres.process]
        .flatMap((process) => alive(process?.pid))
        .concat(trainers);
    default:
      return alive(state.parts[kind].process?.pid);
  }
}

function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => identityOf(pid) !== null && parentOf(pid) === parent);
}

/** The fourth field of stat; the second, the command in parentheses, may hold spaces. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}
