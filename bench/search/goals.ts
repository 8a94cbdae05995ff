import type { Method } from './methods.js';
import type { TaskComparison } from './comparison.js';
import { mean } from '../../src/domain/mean.js';

export interface Goal {
  readonly goal: string;
  readonly reached: boolean;
  /** What was found, with the tasks on which it is not so. */
  readonly found: string;
}

/** Medians of regret within this factor of Optuna's are "not worse". */
const factor = 1.1;

/**
 * Judges our TPE. Factors are taken of regrets, never of losses, whose sign and zero are arbitrary; both regrets 0
 * count as equal.
 */
export function judge(tasks: readonly TaskComparison[]): readonly Goal[] {
  const regret = (method: Method): number => mean(tasks.map(({ rows }) => rows[method].meanRegret));
  const against = (other: Method, task: TaskComparison, key: 'meanRegret' | 'medianRegret'): string =>
    `${task.task} ${task.rows.tpe[key].toFixed(3)} to ${task.rows[other][key].toFixed(3)} ` +
    `(p ${shortP(task.rows[other].pOurs)})`;
  const behindHyperopt = tasks.filter(({ rows }) => rows.tpe.meanRegret >= rows.hyperopt.meanRegret);
  const behindOptuna = tasks.filter(
    ({ rows }) => rows.tpe.medianRegret > factor * rows.optuna.medianRegret + 1e-9,
  );
  const unproven = tasks.filter(({ rows }) => rows.tpe.pBelowRandom >= 0.01);
  const lost = (['random', 'optuna', 'hyperopt'] as const).flatMap((other) =>
    tasks
      .filter(({ rows }) => rows[other].pOurs < 0.05 && rows[other].meanRegret < rows.tpe.meanRegret)
      .map((task) => `${other} on ${against(other, task, 'meanRegret')}`),
  );
  return [
    {
      goal: 'mean regret lower than Hyperopt on every task',
      reached: behindHyperopt.length === 0,
      found: tally(
        tasks,
        behindHyperopt.map((task) => against('hyperopt', task, 'meanRegret')),
      ),
    },
    {
      goal: `median regret within ${factor}× of Optuna on every task`,
      reached: behindOptuna.length === 0,
      found: tally(
        tasks,
        behindOptuna.map((task) => against('optuna', task, 'medianRegret')),
      ),
    },
    {
      goal: 'mean regret over all tasks lower than Optuna',
      reached: regret('tpe') < regret('optuna'),
      found:
        `ours ${regret('tpe').toFixed(3)}, Optuna ${regret('optuna').toFixed(3)}, ` +
        `Hyperopt ${regret('hyperopt').toFixed(3)}, random ${regret('random').toFixed(3)}`,
    },
    {
      goal: 'better than random search, p < .01, on at least 80 % of tasks',
      reached: unproven.length <= 0.2 * tasks.length,
      found: tally(
        tasks,
        unproven.map(({ task, rows }) => `${task} (p ${shortP(rows.tpe.pBelowRandom)})`),
      ),
    },
    {
      goal: 'no task lost with p < .05',
      reached: lost.length === 0,
      found: lost.length === 0 ? 'none' : lost.join(', '),
    },
  ];
}

/** p to three places, or that it is smaller. */
export function shortP(p: number): string {
  return p < 0.001 ? '<.001' : p.toFixed(3).replace(/^0/, '');
}

function tally(tasks: readonly TaskComparison[], misses: readonly string[]): string {
  const reached = `${tasks.length - misses.length} of ${tasks.length}`;
  return misses.length === 0 ? reached : `${reached}; not on ${misses.join(', ')}`;
}
