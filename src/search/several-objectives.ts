/**
 * One loss a trial from several, for samplers that look at the order of trials alone, as TPE and evolution do: trials
 * that no other dominates come first, then those that only these dominate, and so on; within a front the ends of each
 * objective and the least crowded come first (Deb et al. 2002, "A fast and elitist multiobjective genetic algorithm:
 * NSGA-II"). Ties go to the earlier trial.
 *
 * @param losses of each trial, all to be small: the score turned round, seconds, bytes [trials × objectives]
 * @returns ranks from 0; Infinity where a loss is not finite [trials]
 */
export function singleLosses(losses: readonly (readonly number[])[]): readonly number[] {
  const ranks = losses.map(() => Infinity);
  let rest = losses.flatMap((each, trial) => (each.every(Number.isFinite) ? [trial] : []));
  let rank = 0;
  while (rest.length > 0) {
    const front = rest.filter((a) => !rest.some((b) => dominates(losses[b] ?? [], losses[a] ?? [])));
    const room = roomInFront(front.map((trial) => losses[trial] ?? []));
    const order = front.map((trial, i) => ({ trial, room: room[i] ?? 0 }));
    for (const { trial } of order.sort((a, b) => descending(a.room, b.room) || a.trial - b.trial)) {
      ranks[trial] = rank++;
    }
    rest = rest.filter((trial) => ranks[trial] === Infinity);
  }
  return ranks;
}

/** Whether `a` is nowhere worse than `b` and somewhere better. */
function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => loss <= (b[i] ?? NaN)) && a.some((loss, i) => loss < (b[i] ?? NaN));
}

/** Crowding distance: over all objectives, the gap between a point's neighbours as a share of the range [points]. */
function roomInFront(points: readonly (readonly number[])[]): readonly number[] {
  const room = points.map(() => 0);
  const objectives = points[0]?.length ?? 0;
  for (let objective = 0; objective < objectives; objective++) {
    const at = (point: number | undefined): number => points[point ?? -1]?.[objective] ?? NaN;
    const order = [...points.keys()].sort((a, b) => at(a) - at(b) || a - b);
    const range = at(order.at(-1)) - at(order[0]);
    if (!(range > 0)) continue;
    for (const [place, point] of order.entries()) {
      const gap = (at(order[place + 1]) - at(order[place - 1])) / range;
      room[point] = (room[point] ?? 0) + (Number.isNaN(gap) ? Infinity : gap);
    }
  }
  return room;
}

/** For sorting; Infinity equals Infinity. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
