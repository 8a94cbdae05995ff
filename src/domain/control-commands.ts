import type { RunControl } from './run-control.js';

/** Totals, not increments; at least one of the two. */
export interface Extension {
  readonly budgetSeconds?: number;
  readonly maxTrials?: number;
}

/** One thing a person may ask of a live run. Arguments come from outside, so nothing is known of them. */
export interface ControlCommand {
  /** Shown in Temporal's web UI. */
  readonly description: string;
  /** Why it cannot be done, or null. `control` is null while the data is being prepared. */
  refusal(control: RunControl | null, argument: unknown): string | null;
  /** Only for arguments that were not refused. */
  apply(control: RunControl, argument: unknown, nowMs: number): RunControl;
}

/** As in the schema of the spec. */
const mostParallelism = 1024;
const mostBudgetSeconds = 2_592_000;
const mostTrials = 1_000_000;

export const controlCommands = {
  pause: {
    description: 'No new trials start and the clock of the budget stops; folds under way end',
    refusal: closed,
    apply: (control, _, nowMs) =>
      control.paused
        ? control
        : { ...control, paused: true, pauses: [...control.pauses, { fromMs: nowMs, toMs: null }] },
  },
  resume: {
    description: 'Ends a pause; every deadline moves by its length',
    refusal: () => null,
    apply: (control, _, nowMs) => resumed(control, nowMs),
  },
  stop: {
    description: 'Ends the search now, blends what is finished and writes the submission',
    refusal: () => null,
    apply: (control, _, nowMs) => ({ ...resumed(control, nowMs), stopping: true }),
  },
  setParallelism: {
    description: 'Trials at a time: a whole number from 1 to 1024',
    refusal: (control, wanted) =>
      isWhole(wanted, 1, mostParallelism)
        ? closed(control)
        : `parallelism must be a whole number from 1 to ${mostParallelism}, not ${shown(wanted)}`,
    apply: (control, wanted) => ({ ...control, parallelism: wanted as number }),
  },
  extend: {
    description: 'New totals: {"budgetSeconds": 1200, "maxTrials": 300}; one of them is enough',
    refusal: (control, wanted) => wrongExtension(control, wanted) ?? closed(control),
    apply: (control, wanted) => ({ ...control, ...(wanted as Extension) }),
  },
  skipTrial: {
    description: 'Ends the running trial of this number; its slot goes to the next one',
    refusal: (control, wanted) =>
      isWhole(wanted, 0, mostTrials)
        ? closed(control)
        : `a trial is named by its number, 0 or greater, not ${shown(wanted)}`,
    apply: (control, wanted) => ({
      ...control,
      skipped: [...new Set([...control.skipped, wanted as number])],
    }),
  },
  addFamily: {
    description: 'The id of a model family that the search shall try from now on',
    refusal: (control, wanted) => closed(control) ?? wrongFamily(control, wanted),
    apply: (control, wanted) => ({ ...control, families: [...control.families, wanted as string] }),
  },
} as const satisfies Record<string, ControlCommand>;

export type ControlCommandName = keyof typeof controlCommands;

function resumed(control: RunControl, nowMs: number): RunControl {
  const pauses = control.pauses.map((pause) => ({ ...pause, toMs: pause.toMs ?? nowMs }));
  return { ...control, paused: false, pauses };
}

function closed(control: RunControl | null): string | null {
  if (control?.searchOver === true)
    return 'the search is over: the last blend and the submission are under way';
  if (control?.stopping === true) return 'the run is being stopped: what is finished is blended and written';
  return null;
}

function wrongExtension(control: RunControl | null, wanted: unknown): string | null {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) {
    return `extend takes one object like {"budgetSeconds": 1200, "maxTrials": 300}, not ${shown(wanted)}`;
  }
  const { budgetSeconds, maxTrials, ...others } = wanted as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return `extend knows budgetSeconds and maxTrials, not ${shown(other)}`;
  if (budgetSeconds === undefined && maxTrials === undefined) {
    return 'extend needs budgetSeconds, maxTrials or both';
  }
  return (
    (budgetSeconds === undefined ? null : wrongBudget(control, budgetSeconds)) ??
    (maxTrials === undefined ? null : wrongTrials(control, maxTrials))
  );
}

function wrongBudget(control: RunControl | null, wanted: unknown): string | null {
  if (typeof wanted !== 'number' || !(wanted > 0 && wanted <= mostBudgetSeconds)) {
    return `budgetSeconds must be a number of seconds up to ${mostBudgetSeconds}, not ${shown(wanted)}`;
  }
  if (control === null || wanted >= control.budgetSeconds) return null;
  return `budgetSeconds is a total: ${wanted} is less than the ${control.budgetSeconds} of the run`;
}

function wrongTrials(control: RunControl | null, wanted: unknown): string | null {
  if (!isWhole(wanted, 1, mostTrials)) {
    return `maxTrials must be a whole number from 1 to ${mostTrials}, not ${shown(wanted)}`;
  }
  if (control === null) return null;
  if (control.maxTrials === null) return 'the run has no limit of trials that could be extended';
  if (wanted >= control.maxTrials) return null;
  return `maxTrials is a total: ${wanted} is less than the ${control.maxTrials} of the run`;
}

function wrongFamily(control: RunControl | null, wanted: unknown): string | null {
  if (typeof wanted !== 'string') return `a family is named by its id, not ${shown(wanted)}`;
  if (control === null) return null;
  if (control.families.includes(wanted)) return `${wanted} is tried already`;
  if (control.available.includes(wanted)) return null;
  const others = control.available.filter((family) => !control.families.includes(family));
  return `there is no family ${shown(wanted)} for these data; to add: ${others.join(', ') || 'none is left'}`;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
