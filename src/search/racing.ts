import type { Direction } from '../domain/competition.js';
import { mean } from '../domain/mean.js';
import type { Race } from '../domain/race.js';
import type { TrialRecord } from '../domain/trial.js';

/** The trials that a new one is raced against: the best of its family, or of all. */
interface Field {
  readonly name: string;
  /** Finished trials before there is a race. */
  readonly least: number;
  /** How many standard deviations of a fold the first fold may be behind. */
  readonly margin: number;
}

const kind: Field = { name: 'of its kind', least: 3, margin: 3 };
/** Much wider, because a family that is worse but unlike the others still helps the blend. */
const all: Field = { name: 'of all', least: 5, margin: 10 };
const mostBest = 5;
/** Trials that hardly differ say little about noise: it is at least this share of the spread over the folds. */
const leastNoiseShare = 0.25;
/** Less than this share of the score is rounding: nothing is known of the noise. */
const leastNoise = 1e-9;

interface Racer {
  readonly number: number;
  readonly family: string;
  readonly loss: number;
  /** Losses by fold; smaller is better. */
  readonly folds: readonly number[];
}

/**
 * What a new trial of `family` must reach on its first fold: a pure function of the finished trials in `history`.
 *
 * All trials share the folds, so first folds are compared with first folds: the limit is the mean of the best five
 * there, and some standard deviations of one fold. A family without a finished trial is not raced. The race against
 * all never ends a trial that is ahead of the best of its own family.
 */
export function raceFor(family: string, history: readonly TrialRecord[], direction: Direction): Race | null {
  const sign = direction === 'max' ? -1 : 1;
  const racers = history
    .flatMap((trial) => racerOf(trial, sign))
    .sort((a, b) => a.loss - b.loss || a.number - b.number);
  const relatives = racers.filter((racer) => racer.family === family);
  const [ahead] = relatives;
  if (ahead === undefined) return null;
  const among = limitOf(kind, relatives, sign);
  const overall = limitOf(all, racers, sign);
  const limits = [
    ...(among === null ? [] : [among]),
    ...(overall === null ? [] : [{ ...overall, loss: Math.max(overall.loss, firstOf(ahead)) }]),
  ];
  const [strictest] = limits.sort((a, b) => a.loss - b.loss);
  return strictest === undefined
    ? null
    : { worstFirstFold: sign * strictest.loss, against: strictest.against };
}

function racerOf({ number, family, state, score, foldScores }: TrialRecord, sign: number): Racer[] {
  if (state !== 'finished' || score === null || foldScores == null) return [];
  const folds = foldScores.map((fold) => sign * fold);
  return folds.length > 1 && folds.every(Number.isFinite)
    ? [{ number, family, loss: sign * score, folds }]
    : [];
}

function limitOf(
  { name, least, margin }: Field,
  racers: readonly Racer[],
  sign: number,
): { readonly loss: number; readonly against: string } | null {
  if (racers.length < least) return null;
  const best = racers.slice(0, mostBest);
  const first = mean(best.map(firstOf));
  const noise = noiseOf(best.map(({ folds }) => folds));
  if (!(noise > leastNoise * Math.abs(first))) return null;
  const level = `${(sign * first).toPrecision(4)} ± ${noise.toPrecision(2)}`;
  return { loss: first + margin * noise, against: `the best ${String(best.length)} ${name} ${level}` };
}

function firstOf({ folds }: Racer): number {
  return folds[0] as number;
}

/**
 * Standard deviation of one fold's score beyond what the trial and the fold explain: the residual of the additive
 * model of a two-way layout [trials × folds], with a floor.
 */
function noiseOf(scores: readonly (readonly number[])[]): number {
  const folds = (scores[0] as readonly number[]).length;
  const trialMeans = scores.map(mean);
  const foldMeans = Array.from({ length: folds }, (_, fold) =>
    mean(scores.map((row) => row[fold] as number)),
  );
  const grand = mean(trialMeans);
  let residual = 0;
  let within = 0;
  for (const [i, row] of scores.entries()) {
    for (const [fold, score] of row.entries()) {
      const offset = score - (trialMeans[i] as number);
      within += offset ** 2;
      residual += (offset - (foldMeans[fold] as number) + grand) ** 2;
    }
  }
  const spread = Math.sqrt(within / (scores.length * (folds - 1)));
  const noise = Math.sqrt(residual / ((scores.length - 1) * (folds - 1)));
  return Math.max(noise, leastNoiseShare * spread);
}
