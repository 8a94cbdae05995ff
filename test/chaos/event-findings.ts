import { setTimeout as sleep } from 'node:timers/promises';
import { endsRun, type Change } from '../../src/domain/run-event.js';
import { openDatabase } from '../../src/stores/postgres/database.js';
import { createPostgresEventStore } from '../../src/stores/postgres/postgres-event-store.js';
import type { Query } from './chaos-home.js';

/** Hears the events of a run as `podium events --follow` does. */
export interface Follower {
  /** Ids in the order in which they came, once the run has ended or after a minute. */
  heard(): Promise<readonly number[]>;
}

const patienceMs = 60_000;

export function followRun(databaseUrl: string, runId: string): Follower {
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  const over = new AbortController();
  const ids: number[] = [];
  const following = createPostgresEventStore(db, databaseUrl)
    .follow(
      { run: runId },
      0,
      (page) => {
        ids.push(...page.map(({ id }) => id));
        if (page.some(endsRun)) over.abort();
      },
      over.signal,
    )
    .finally(() => db.destroy());
  return {
    async heard() {
      await Promise.race([following, sleep(patienceMs, undefined, { ref: false })]);
      over.abort();
      await following;
      return ids;
    },
  };
}

interface EventRow {
  readonly id: number;
  readonly type: Change['type'];
  readonly payload: {
    readonly trial?: number;
    readonly score?: number;
    readonly round?: number;
    readonly file?: string;
  };
}

interface TrialRow {
  readonly number: number;
  readonly state: string;
  readonly score: number | null;
}

/**
 * What the events of an ended run tell otherwise than its tables do, one line each: none may be missing, none
 * doubled, none out of order.
 *
 * @param heard ids that a follower heard who was there from the start
 */
export async function eventProblems(
  query: Query,
  runId: string,
  heard: readonly number[],
): Promise<readonly string[]> {
  const events = await query<EventRow>(
    'select id::int, type, payload from events where run_id = $1 order by id',
    [runId],
  );
  const [run] = await query<{ status: string; direction: string }>(
    `select status, plan ->> 'direction' as direction from runs where id = $1`,
    [runId],
  );
  const trials = await query<TrialRow>('select number, state, score from trials where run_id = $1', [runId]);
  const submissions = await query<{ round: number; file: string }>(
    'select round, file from submissions where run_id = $1',
    [runId],
  );
  const wanted = [
    'run.started',
    `run.${run?.status ?? 'absent'}`,
    ...trials.map(({ number }) => `trial.started ${number}`),
    ...trials.map(({ number, state, score }) => ending(state, number, score)),
    ...submissions.map(({ round, file }) => `submission.ready ${round} ${file}`),
  ];
  return [
    ...differences(wanted, events.flatMap(told)),
    ...outOfOrder(events),
    ...wrongBests(events, run?.direction === 'min' ? -1 : 1),
    ...(heard.join() === events.map(({ id }) => id).join()
      ? []
      : [`a follower heard ${heard.length} of ${events.length} events, or not in their order`]),
  ];
}

function ending(state: string, number: number, score: number | null): string {
  return `trial.${state} ${number}${score === null ? '' : ` ${score}`}`;
}

/** What an event says that a table must say too. */
function told({ type, payload }: EventRow): readonly string[] {
  const { trial = -1, score = null, round, file } = payload;
  switch (type) {
    case 'trial.started':
      return [`${type} ${trial}`];
    case 'trial.finished':
    case 'trial.failed':
    case 'trial.stopped':
    case 'trial.raced':
      return [ending(type.slice('trial.'.length), trial, score)];
    case 'submission.ready':
      return [`${type} ${round} ${file}`];
    case 'trial.best':
    case 'budget.nearly-spent':
      return [];
    default:
      return [type];
  }
}

function differences(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of found) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of wanted) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts].flatMap(([line, count]) =>
    count === 0 ? [] : [`event ${line}: ${count > 0 ? `${count} too many` : 'missing'}`],
  );
}

/** First the start of the run, last its end; each trial starts before it ends. */
function outOfOrder(events: readonly EventRow[]): readonly string[] {
  const started = new Set<number | undefined>();
  return events.flatMap((event, place) => {
    const { type, payload } = event;
    if (type === 'trial.started') started.add(payload.trial);
    const right =
      (type === 'run.started') === (place === 0) &&
      endsRun({ type } as Change) === (place === events.length - 1) &&
      (payload.trial === undefined || started.has(payload.trial));
    return right ? [] : [`event ${type} ${payload.trial ?? ''} is the ${place + 1}th of ${events.length}`];
  });
}

/** trial.best follows each trial.finished that is better than all before, and no other. */
function wrongBests(events: readonly EventRow[], sign: 1 | -1): readonly string[] {
  let best = -Infinity;
  return events.flatMap(({ type, payload }, place) => {
    if (type !== 'trial.finished') return [];
    const score = sign * (payload.score ?? NaN);
    const next = events[place + 1];
    const announced = next?.type === 'trial.best' && next.payload.trial === payload.trial;
    const better = score > best;
    best = Math.max(best, score);
    return announced === better ? [] : [`trial ${payload.trial ?? -1}: trial.best is wrong`];
  });
}
