/** How a run's wall time is shared. All times in milliseconds since the epoch or milliseconds. */
export interface BudgetShares {
  /** The submission must stand at this time. */
  readonly deadlineMs: number;
  /** Trials must be over at this time; the rest is for the last blend and the submission. */
  readonly searchDeadlineMs: number;
}

const smallestReserveMs = 2_000;
const largestReserveMs = 60_000;
const firstReserveShare = 0.06;

/**
 * Splits the budget. Before a blend was timed, the reserve is a share of the budget; afterwards it follows
 * the longest blend so far, with room for growth.
 */
export function shareBudget(
  startMs: number,
  budgetSeconds: number,
  longestBlendMs: number | null,
): BudgetShares {
  const budgetMs = budgetSeconds * 1000;
  const wanted =
    longestBlendMs === null
      ? Math.min(budgetMs * firstReserveShare, largestReserveMs)
      : longestBlendMs * 2 + smallestReserveMs / 2;
  const reserveMs = Math.min(Math.max(wanted, smallestReserveMs), budgetMs / 3);
  return { deadlineMs: startMs + budgetMs, searchDeadlineMs: startMs + budgetMs - reserveMs };
}

const patience = 20;
const shortestFoldLimitSeconds = 15;

/**
 * Longest time a fold may take: twenty times what its family expects and at least 15 s, but never more than a
 * quarter of the budget, because a fit of that length could not be repeated for the other folds.
 */
export function foldLimitSeconds(expectedSeconds: number, budgetSeconds: number): number {
  return Math.min(Math.max(patience * expectedSeconds, shortestFoldLimitSeconds), budgetSeconds / 4);
}

/**
 * Whether a blend in the middle of the search is due: after the first finished trial, then as the number of
 * finished trials doubles, or for a new best single; never for more than a twentieth of the time.
 */
export function blendIsDue(state: {
  readonly finished: number;
  readonly finishedAtLastBlend: number;
  readonly newBestSinceBlend: boolean;
  readonly sinceLastBlendMs: number;
  readonly lastBlendMs: number;
}): boolean {
  if (state.finished === 0) return false;
  if (state.finishedAtLastBlend === 0) return true;
  if (state.sinceLastBlendMs < Math.max(20 * state.lastBlendMs, 5_000)) return false;
  return state.newBestSinceBlend || state.finished >= 2 * state.finishedAtLastBlend;
}
