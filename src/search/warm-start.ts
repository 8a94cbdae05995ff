import type { Direction, WarmStart } from '../domain/competition.js';
import type { TrialRecord } from '../domain/trial.js';

const bestOfEachFamily = 2;

export interface WarmStartRequest {
  /** Id of the earlier run. */
  readonly run: string;
  /** All its trials. */
  readonly history: readonly TrialRecord[];
  /** Whether its smaller or its greater scores were better. */
  readonly direction: Direction;
  /** Families of the new run; others are left out. */
  readonly families: readonly string[];
}

/** The two best trials of each family: every family's best one first, the better family before the worse. */
export function warmStartFrom(request: WarmStartRequest): WarmStart {
  const sign = request.direction === 'min' ? 1 : -1;
  const loss = ({ score }: TrialRecord): number => sign * (score ?? NaN);
  const best = request.history
    .filter(({ family, score }) => score !== null && request.families.includes(family))
    .sort((a, b) => loss(a) - loss(b) || a.number - b.number);
  const places = Array.from({ length: bestOfEachFamily }, (_, place) => place);
  const trials = places.flatMap((place) =>
    best.filter((trial) => best.filter(({ family }) => family === trial.family)[place] === trial),
  );
  return { run: request.run, trials: trials.map(({ family, parameters }) => ({ family, parameters })) };
}
