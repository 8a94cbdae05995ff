import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import type { ControlCommandName } from '../src/domain/control-commands.js';
import type { ControlSettings, RunControl } from '../src/domain/run-control.js';
import type { RunStage, SearchProgress } from '../src/domain/run-progress.js';

/** Stage, counts, the top of the leaderboard and the submission of a run. */
export const progressQuery = defineQuery<RunProgress>('progress');
/** The leaderboard as Markdown, as the web UI shows it. */
export const leaderboardQuery = defineQuery<string>('leaderboard');
/** From the search to its competition. */
export const searchProgressSignal = defineSignal<[SearchProgress]>('searchProgress');

/** From a competition to its search. */
export const searchControlSignal = defineSignal<[RunControl]>('searchControl');

/** From another system to the watch of a schedule: there may be new data, look now. */
export const newDataSignal = defineSignal('newData');

/** Control of a live run; each answers with the settings it leads to (src/domain/control-commands.ts). */
export const controlUpdates = {
  pause: controlUpdate('pause'),
  resume: controlUpdate('resume'),
  stop: controlUpdate('stop'),
  setParallelism: controlUpdate('setParallelism'),
  extend: controlUpdate('extend'),
  skipTrial: controlUpdate('skipTrial'),
  addFamily: controlUpdate('addFamily'),
} as const;

function controlUpdate(name: ControlCommandName): UpdateDefinition<ControlSettings, [argument: unknown]> {
  return defineUpdate(name);
}

export type ControlUpdateName = keyof typeof controlUpdates;

export interface RunProgress extends SearchProgress {
  readonly stage: RunStage;
  /** Milliseconds since the epoch at which the budget ends; null before the data is ready. */
  readonly deadlineMs: number | null;
  /** Null before the data is ready. */
  readonly control: RunControl | null;
}

/** Queue of workflows and light activities; cpu and gpu queues hold the work of trainers, watch what waits for data. */
export const taskQueues = {
  control: 'podium',
  cpu: 'podium-cpu',
  gpu: 'podium-gpu',
  watch: 'podium-watch',
} as const;

/** Typed search attributes, where the namespace knows them. */
export const searchAttributeNames = {
  competition: 'PodiumCompetition',
  status: 'PodiumStatus',
  bestScore: 'PodiumBestScore',
} as const;

export function searchWorkflowId(runId: string): string {
  return `${runId}/search`;
}

/** What lists read of a watch: its folder, and where it stands. */
export interface WatchMemo extends Record<string, unknown> {
  readonly path: string;
  readonly watch: string;
}

export function watchWorkflowId(scheduleId: string): string {
  return `${scheduleId}/watch`;
}

export function trialWorkflowId(runId: string, number: number): string {
  return `${runId}/trial-${String(number)}`;
}

export function ensembleWorkflowId(runId: string, round: number): string {
  return `${runId}/ensemble-${String(round)}`;
}
