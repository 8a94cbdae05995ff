/** Where trials are compared on their way from `least` to `most` of a resource: epochs, rounds, rows, folds. */
export interface HalvingSettings {
  /** Resource of the first rung, > 0; no trial ends before it. */
  readonly least: number;
  /** Resource of a full trial, at least `least`. */
  readonly most: number;
  /** One in so many goes on from each rung, ≥ 2. */
  readonly factor: number;
}

/** A trial's losses by resource, ascending; smaller is better, NaN for what could not be scored. */
export interface LearningCurve {
  readonly number: number;
  readonly reports: readonly { readonly resource: number; readonly loss: number }[];
}

/** least·factorᵏ for as long as it is below `most`, ascending; then `most`, where a trial is full. */
export function rungResources({ least, most, factor }: HalvingSettings): readonly number[] {
  const resources: number[] = [];
  for (let resource = least; resource < most * (1 - 1e-9); resource *= factor) resources.push(resource);
  return [...resources, most];
}

/**
 * Asynchronous successive halving as a stopping rule: whether a trial goes on after its newest report. At each rung
 * that it has reached it must be among the best ⌊n/factor⌋ of the n losses seen at that same rung, its own among them;
 * for as long as that is none, it must be the best. Losses of unlike rungs never meet, and a full trial is not stopped.
 *
 * Li et al. 2020, "A system for massively parallel hyperparameter tuning"; the rule is that of Optuna's
 * SuccessiveHalvingPruner.
 *
 * @param others curves of other trials, running ones too, in any order
 */
export function goesOn(
  settings: HalvingSettings,
  trial: LearningCurve,
  others: readonly LearningCurve[],
): boolean {
  return rungResources(settings)
    .slice(0, -1)
    .every((rung) => {
      const own = lossAt(trial, rung);
      if (own === null) return true;
      const losses = others
        .filter(({ number }) => number !== trial.number)
        .flatMap((other) => lossAt(other, rung) ?? [])
        .filter((loss) => !Number.isNaN(loss));
      return isPromotable(own, losses, settings.factor);
    });
}

/** What a free worker should do: take a trial up to `resource`, or start a new one (trial null). */
export interface HalvingJob {
  readonly trial: number | null;
  readonly resource: number;
}

/**
 * Asynchronous successive halving as a scheduler (Li et al. 2020, algorithm 2): promotes the best trial that is among
 * the best ⌊n/factor⌋ of a rung and was not promoted from it, the highest rung first; else starts a new trial. Ties go
 * to the older trial.
 *
 * @param promoted resource up to which each trial was asked to go, by its number; at least what its curve shows
 */
export function nextJob(
  settings: HalvingSettings,
  curves: readonly LearningCurve[],
  promoted: ReadonlyMap<number, number>,
): HalvingJob {
  const rungs = rungResources(settings);
  for (let rung = rungs.length - 2; rung >= 0; rung--) {
    const here = rungs[rung] as number;
    const ranked = curves
      .map((curve) => ({ number: curve.number, loss: lossAt(curve, here) }))
      .filter((each): each is { number: number; loss: number } => each.loss !== null)
      .sort((a, b) => byLoss(a.loss, b.loss) || a.number - b.number);
    const best = ranked.slice(0, Math.floor(ranked.length / settings.factor));
    const next = best.find(
      ({ number, loss }) => !Number.isNaN(loss) && (promoted.get(number) ?? here) <= here,
    );
    if (next !== undefined) return { trial: next.number, resource: rungs[rung + 1] as number };
  }
  return { trial: null, resource: rungs[0] as number };
}

/** Loss of the first report at or above the rung; null before it. */
function lossAt({ reports }: LearningCurve, rung: number): number | null {
  return reports.find(({ resource }) => resource >= rung * (1 - 1e-9))?.loss ?? null;
}

function isPromotable(own: number, others: readonly number[], factor: number): boolean {
  if (Number.isNaN(own)) return false;
  const places = Math.max(Math.floor((others.length + 1) / factor), 1);
  return others.filter((loss) => loss < own).length < places;
}

/** Ascending; what could not be scored comes last. */
function byLoss(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return Number(a > b) - Number(a < b);
}
