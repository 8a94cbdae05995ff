import type { Pause } from './run-control.js';

/** A stretch of time, milliseconds since the epoch. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A run's clock counts running time: wall time less the pauses people asked for and the time in which no worker
 * was up.
 */
export interface RunClock {
  /** Milliseconds since the epoch at which the running time would have begun without a break. */
  readonly startMs: number;
  /** Since when breaks count: the start, or the last time the run was opened again. */
  readonly watchedFromMs: number;
}

/** Length of the gaps since `fromMs`, without what falls into a pause, which counts already. */
export function downMsOf(gaps: readonly Gap[], pauses: readonly Pause[], fromMs: number): number {
  return gaps
    .map((gap) => ({ fromMs: Math.max(gap.fromMs, fromMs), toMs: gap.toMs }))
    .filter((gap) => gap.toMs > gap.fromMs)
    .reduce((sum, gap) => sum + (gap.toMs - gap.fromMs) - pausedMsIn(gap, pauses), 0);
}

function pausedMsIn(gap: Gap, pauses: readonly Pause[]): number {
  return pauses
    .map((pause) => Math.min(gap.toMs, pause.toMs ?? Infinity) - Math.max(gap.fromMs, pause.fromMs))
    .reduce((sum, overlapMs) => sum + Math.max(overlapMs, 0), 0);
}
