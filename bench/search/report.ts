import type { TaskComparison } from './comparison.js';
import { shortP, type Goal } from './goals.js';
import { methods } from './methods.js';
import type { SuggestionCost } from './suggestion-cost.js';

/** Four rows a task, as Markdown. */
export function comparisonTable(tasks: readonly TaskComparison[]): string {
  return table(
    [
      'task',
      'method',
      'median best',
      'mean regret',
      'median regret',
      'wins',
      'p better than random',
      'p ours against it',
      'ms a suggestion',
    ],
    tasks.flatMap(({ task, rows }) =>
      methods.map((method, i) => {
        const row = rows[method];
        return [
          i === 0 ? task : '',
          method,
          row.medianBest.toPrecision(5),
          row.meanRegret.toFixed(3),
          row.medianRegret.toFixed(3),
          String(row.wins),
          method === 'random' ? '' : shortP(row.pBelowRandom),
          method === 'optuna' || method === 'hyperopt' ? shortP(row.pOurs) : '',
          row.suggestMs.toFixed(2),
        ];
      }),
    ),
  );
}

/** One line a goal, the missed ones marked. */
export function goalLines(goals: readonly Goal[]): string {
  return goals
    .map(({ goal, reached, found }) => `${reached ? 'reached' : 'MISSED '}  ${goal}: ${found}\n`)
    .join('');
}

export function costTable(costs: readonly SuggestionCost[]): string {
  return table(
    ['method', 'median ms', '90th percentile ms'],
    costs.map(({ method, medianMs, p90Ms }) => [method, medianMs.toFixed(2), p90Ms.toFixed(2)]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
