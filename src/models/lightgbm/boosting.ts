import {
  createBooster,
  createDataset,
  type LightgbmBooster,
  type LightgbmParameters,
  type LightgbmRows,
} from '../../native/lightgbm.js';

/** Rows with labels. */
export interface LabelledRows {
  readonly rows: LightgbmRows;
  readonly label: Float32Array; // [rows]
}

/** Rows to learn from, and rows that decide when to stop; null runs all rounds. */
export interface Split {
  readonly fit: LabelledRows;
  readonly held: LabelledRows | null;
}

export interface BoostingRequest {
  readonly parameters: LightgbmParameters;
  readonly maxRounds: number;
  /** Rounds without improvement after which to stop, given the best round so far. */
  patience(bestRound: number): number;
  /** Awaited after every round; may throw to stop. */
  turn(round: number): Promise<void>;
}

export interface Boosted {
  /** The first split's model in LightGBM's text format, which keeps every bit of it. */
  readonly text: string;
  /** The round with the best mean loss on held-out rows, or the last one; the text holds so many. */
  readonly rounds: number;
}

/** A round may find no split by the chance of its sampled rows and columns; so many in a row mean the end. */
const idleRounds = 10;

/**
 * Boosts one model a split, all in step, until the mean held-out loss has not improved for a while. Leaves
 * nothing in native memory.
 */
export async function boost(splits: readonly Split[], request: BoostingRequest): Promise<Boosted> {
  const { parameters } = request;
  const toFree: { free(): void }[] = [];
  const own = <T extends { free(): void }>(native: T): T => {
    toFree.unshift(native);
    return native;
  };
  try {
    const boosters = splits.map(({ fit, held }) => {
      const training = own(createDataset(fit.rows, fit.label, parameters));
      const validation = held && own(createDataset(held.rows, held.label, parameters, training));
      const booster = own(createBooster(training, parameters));
      if (validation !== null) booster.addValidation(validation);
      return booster;
    });
    const evaluates = splits.every((split) => split.held !== null);
    const rounds = await addRounds(boosters, evaluates, request);
    return { text: boosters[0]?.toText(rounds) ?? '', rounds };
  } finally {
    for (const native of toFree) native.free();
  }
}

/** Returns the number of rounds to keep, at least 1. */
async function addRounds(
  boosters: readonly LightgbmBooster[],
  evaluates: boolean,
  request: BoostingRequest,
): Promise<number> {
  await request.turn(0);
  // Before its first split a model is a constant, which is all that can be learnt from its rows.
  const growing = boosters.filter((booster) => booster.update());
  if (growing.length === 0) return 1;
  let best = { round: 1, loss: evaluates ? meanLoss(boosters) : Infinity };
  let rounds = 1;
  for (let idle = 0; rounds < request.maxRounds && idle < idleRounds;) {
    await request.turn(rounds);
    const grown = growing.map((booster) => booster.update());
    if (!grown.includes(true)) {
      idle++;
      continue;
    }
    idle = 0;
    rounds++;
    if (!evaluates) continue;
    const loss = meanLoss(boosters);
    if (loss < best.loss) best = { round: rounds, loss };
    if (rounds - best.round >= request.patience(best.round)) break;
  }
  return evaluates ? best.round : rounds;
}

function meanLoss(boosters: readonly LightgbmBooster[]): number {
  const loss = boosters.reduce((sum, booster) => sum + booster.evaluate() / boosters.length, 0);
  if (!Number.isFinite(loss)) throw new Error(`the held-out loss became ${loss}`);
  return loss;
}
