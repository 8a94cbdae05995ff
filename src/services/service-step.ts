import { PARTS, type Part, type ServicesState } from './services-state.js';

/** A part that came up, or failed and is tried again, while one waited for it. */
export interface ServiceStep {
  readonly part: Part;
  readonly status: 'ready' | 'failed';
  /** Address, pid, or what went wrong. */
  readonly detail: string;
  /** Since the wait began. */
  readonly elapsedMs: number;
  /** One line for people: mark, name, detail, seconds. */
  readonly text: string;
}

export const PART_NAMES: Readonly<Record<Part, string>> = {
  postgres: 'Postgres',
  temporal: 'Temporal',
  worker: 'worker',
};

/** Turns states seen one after another into steps; a part that is up at first sight makes none. */
export function stepReporter(
  onStep: (step: ServiceStep) => void,
): (state: ServicesState, workerIsOld: boolean) => void {
  const begunAtMs = Date.now();
  const told = new Map<Part, string>();
  return (state, workerIsOld) => {
    const first = told.size === 0;
    for (const part of PARTS) {
      const { status, failures } = state.parts[part];
      const seen = part === 'worker' && workerIsOld ? 'old' : `${status} ${failures}`;
      if (told.get(part) === seen) continue;
      told.set(part, seen);
      if (first || seen === 'old' || (status !== 'ready' && status !== 'failed')) continue;
      onStep(stepOf(part, status, state, Date.now() - begunAtMs));
    }
  };
}

function stepOf(
  part: Part,
  status: ServiceStep['status'],
  state: ServicesState,
  elapsedMs: number,
): ServiceStep {
  const detail = detailOf(part, state);
  const name = PART_NAMES[part].padEnd(9);
  const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
  const text =
    status === 'ready' ? `✔ ${name} ${detail}  ${seconds}` : `! ${name} ${detail}; starting it again`;
  return { part, status, detail, elapsedMs, text };
}

function detailOf(part: Part, state: ServicesState): string {
  const { lastError, process } = state.parts[part];
  if (lastError !== null) return lastError.split('\n', 1)[0] ?? '';
  if (part === 'worker') return `pid ${process?.pid ?? '?'}`;
  if (part === 'temporal') return state.temporalAddress;
  return state.databaseUrl === null ? '' : new URL(state.databaseUrl).host;
}
