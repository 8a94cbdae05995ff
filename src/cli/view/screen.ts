import { createLogUpdate } from 'log-update';
import type { RunControl } from '../../domain/run-control.js';
import type { RunSnapshot } from '../run-snapshot.js';
import { formatDuration } from '../duration.js';
import { eventLines } from './event-lines.js';
import { renderRun } from './render-run.js';

const quietMs = 60_000;

/** Where a run is shown: an inline region on a terminal, event lines anywhere else; both on stderr. */
export interface Screen {
  /** `snapshot` is null while the data is being prepared; `control` where it is not known (yet). */
  show(snapshot: RunSnapshot | null, nowMs: number, control: RunControl | null): void;
  close(): void;
}

export function createScreen(stream: NodeJS.WriteStream = process.stderr): Screen {
  const live = stream.isTTY && process.env['TERM'] !== 'dumb';
  return live ? liveScreen(stream) : plainScreen(stream);
}

function liveScreen(stream: NodeJS.WriteStream): Screen {
  const region = createLogUpdate(stream);
  let before: RunSnapshot | null = null;
  return {
    show(snapshot, nowMs, control) {
      if (snapshot === null) {
        region('Preparing the data …');
        return;
      }
      const events = eventLines(before, snapshot);
      before = snapshot;
      if (events.length > 0) {
        region.clear();
        stream.write(events.map((line) => `${clock(nowMs)} ${line}\n`).join(''));
      }
      region(renderRun(snapshot, stream.columns, stream.rows, nowMs, control).join('\n'));
    },
    close() {
      region.clear();
      region.done();
    },
  };
}

function plainScreen(stream: NodeJS.WriteStream): Screen {
  let before: RunSnapshot | null = null;
  let lastMs = Date.now();
  let was = 'running';
  return {
    show(snapshot, nowMs, control) {
      if (snapshot === null) return;
      const events = [...eventLines(before, snapshot)];
      before = snapshot;
      const state = control?.stopping === true ? 'stopping' : control?.paused === true ? 'paused' : 'running';
      if (state !== was) events.push(state);
      was = state;
      if (events.length === 0 && nowMs - lastMs > quietMs) events.push(progressLine(snapshot, nowMs));
      if (events.length === 0) return;
      lastMs = nowMs;
      stream.write(events.map((line) => `${clock(nowMs)} ${line}\n`).join(''));
    },
    close: () => undefined,
  };
}

function progressLine({ run, trials }: RunSnapshot, nowMs: number): string {
  const count = (state: string): string => String(trials.filter((trial) => trial.state === state).length);
  const spent = formatDuration((nowMs - run.startedAt.getTime()) / 1000);
  return (
    `progress  done=${count('finished')} running=${count('running')} failed=${count('failed')} ` +
    `spent=${spent} of=${formatDuration(run.plan.budgetSeconds)} best=${run.bestScore?.toPrecision(5) ?? ''}`
  );
}

function clock(nowMs: number): string {
  return new Date(nowMs).toTimeString().slice(0, 8);
}
