import type { BudgetLedger } from '../../domain/budget-ledger.js';
import { formatDuration } from '../duration.js';

/** Where the budget went, and what was not started. */
export function ledgerLines(ledger: BudgetLedger): readonly string[] {
  const { parts, idleSeconds, pausedSeconds, downSeconds, notStarted } = ledger;
  const took = (seconds: number, what: string): string[] =>
    seconds < 0.05 ? [] : [`${what} ${seconds < 60 ? `${seconds.toFixed(1)}s` : formatDuration(seconds)}`];
  const spent = [
    ...took(parts.preparing, 'preparing'),
    ...took(parts.searching, 'searching'),
    ...took(idleSeconds, 'of it idle'),
    ...took(parts.blending, 'last blend'),
    ...took(parts.writing, 'writing'),
  ];
  const aside = [...took(pausedSeconds, 'paused'), ...took(downSeconds, 'everything down')];
  return [
    `  budget  ${spent.join(', ')}`,
    ...(aside.length === 0 ? [] : [`  not counted  ${aside.join(', ')}`]),
    ...notStarted.map((line) => `  not started  ${line}`),
  ];
}
