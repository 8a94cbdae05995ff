import { notStarted, type BudgetLedger, type BudgetParts } from '../src/domain/budget-ledger.js';
import type { RunControl } from '../src/domain/run-control.js';
import type { SearchState } from './search.js';

/** Keeps account of where the budget goes. */
export interface LedgerBook {
  /** From now on time goes to this part. */
  enter(part: keyof BudgetParts): void;
  /** Seconds of the present part went to writing. */
  wrote(seconds: number): void;
  close(end: {
    readonly control: RunControl;
    /** Null where there was no search to its end. */
    readonly search: Pick<SearchState, 'idleMs' | 'rest'> | null;
    readonly pausedSeconds: number;
    readonly downSeconds: number;
  }): BudgetLedger;
}

/**
 * @param usedSeconds running time so far, growing, that of earlier openings included
 * @param before what stood in the books when the run was last over; where they were lost all of it was searching
 */
export function createLedgerBook(usedSeconds: () => number, before: BudgetLedger | 'new' | null): LedgerBook {
  const earlier = before === 'new' ? null : before;
  let part: keyof BudgetParts = 'preparing';
  let since = before === 'new' ? 0 : usedSeconds();
  let parts: BudgetParts = earlier?.parts ?? { preparing: 0, searching: since, blending: 0, writing: 0 };
  const add = (to: keyof BudgetParts, seconds: number): void => {
    parts = { ...parts, [to]: parts[to] + seconds };
  };
  const settle = (): void => {
    const now = usedSeconds();
    add(part, now - since);
    since = now;
  };
  return {
    enter(next) {
      settle();
      part = next;
    },
    wrote(seconds) {
      add('writing', seconds);
      add(part, -seconds);
    },
    close({ control, search, pausedSeconds, downSeconds }) {
      settle();
      return {
        askedSeconds: control.budgetSeconds,
        usedSeconds: since,
        pausedSeconds: pausedSeconds + (earlier?.pausedSeconds ?? 0),
        downSeconds: downSeconds + (earlier?.downSeconds ?? 0),
        parts,
        idleSeconds: (search?.idleMs ?? 0) / 1000 + (earlier?.idleSeconds ?? 0),
        notStarted: search === null ? [] : notStarted(control, search.rest),
      };
    },
  };
}
