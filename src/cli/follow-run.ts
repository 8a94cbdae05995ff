import { setTimeout as sleep } from 'node:timers/promises';
import type { RunControl } from '../domain/run-control.js';
import { progressQuery } from '../../workflows/messages.js';
import { endOf, type RunEnd } from './end-of-run.js';
import { RunFailedError } from './errors.js';
import { createRunReport, reportText } from './run-report.js';
import { readSnapshot, type RunSnapshot } from './run-snapshot.js';
import type { CliSession } from './session.js';
import { createScreen } from './view/screen.js';

const pollMs = 250;
const askControlMs = 2_000;

/**
 * Shows a run until it ends or the person leaves with Ctrl-C; the run itself is never touched.
 * Returns the exit code. @throws RunFailedError when the run failed
 */
export async function followRun(
  session: CliSession,
  runId: string,
  options: { readonly json: boolean },
): Promise<number> {
  const leave = new AbortController();
  const ending = endOf(session, runId, leave.signal);
  const left = new Promise<'left'>((resolve) => {
    process.once('SIGINT', () => {
      resolve('left');
    });
  });
  const screen = createScreen();
  let state: 'running' | 'left' | RunEnd = 'running';
  void Promise.race([ending, left]).then((now) => (state = now));
  const control = knownControl(session, runId);
  try {
    while (!isOver(state)) {
      const snapshot = await readSnapshot(session.stores, runId);
      screen.show(snapshot, Date.now(), control());
      await Promise.race([sleep(pollMs), ending, left]);
    }
  } finally {
    leave.abort();
    screen.close();
  }
  if (isLeft(state)) {
    process.stderr.write(`Left the view. ${runId} goes on.\n  come back  podium watch ${runId}\n`);
    return 130;
  }
  const end: RunEnd = await ending;
  if (end.failure !== null) throw end.failure;
  const snapshot = await readSnapshot(session.stores, runId);
  if (snapshot === null) throw new RunFailedError(`run ${runId} is not in the database`, 1);
  printEnd(session, snapshot, options.json);
  return 0;
}

/** What was last heard of the run's control; asked again every two seconds, never waited for. */
function knownControl(session: CliSession, runId: string): () => RunControl | null {
  const handle = session.client.workflow.getHandle(runId);
  let known: RunControl | null = null;
  let askedMs = 0;
  return () => {
    if (Date.now() - askedMs >= askControlMs) {
      askedMs = Date.now();
      void handle.query(progressQuery).then(
        ({ control }) => (known = control),
        () => undefined,
      );
    }
    return known;
  };
}

function isOver(state: 'running' | 'left' | RunEnd): boolean {
  return state !== 'running';
}

function isLeft(state: 'running' | 'left' | RunEnd): boolean {
  return state === 'left';
}

function printEnd(session: CliSession, snapshot: RunSnapshot, json: boolean): void {
  const report = createRunReport(snapshot, session.services);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${reportText(report).join('\n')}\n`);
}
